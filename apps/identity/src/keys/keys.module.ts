import { Module } from '@nestjs/common';
import { TokensModule } from '#core/tokens';
import { KeysController } from './keys.controller.js';

@Module({ imports: [TokensModule], controllers: [KeysController] })
export class KeysModule {}
