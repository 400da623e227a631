import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { PagingModule } from '#core/paging';
import { UserDirectory } from './user-directory.service.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AuditModule, PagingModule],
  providers: [UsersService, UserDirectory],
  exports: [UsersService, UserDirectory],
})
export class UsersModule {}
