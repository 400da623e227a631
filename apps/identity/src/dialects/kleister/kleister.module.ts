import { Module } from '@nestjs/common';
import { EntryModule } from '#core/entry';
import { TokensModule } from '#core/tokens';
import { KleisterAuthController } from './auth/auth.controller.js';

@Module({ imports: [EntryModule, TokensModule], controllers: [KleisterAuthController] })
export class KleisterModule {}
