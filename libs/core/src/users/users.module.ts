import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { UsersService } from './users.service.js';

@Module({ imports: [AuditModule], providers: [UsersService], exports: [UsersService] })
export class UsersModule {}
