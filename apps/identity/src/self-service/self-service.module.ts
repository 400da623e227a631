import { Module } from '@nestjs/common';
import { SessionsModule } from '#core/sessions';
import { OwnSessionsController } from './own-sessions.controller.js';

@Module({ imports: [SessionsModule], controllers: [OwnSessionsController] })
export class SelfServiceModule {}
