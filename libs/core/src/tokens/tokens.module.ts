import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AuditModule } from '#core/audit';
import { AccessTokensService } from './access-tokens.service.js';
import { SigningKeysService } from './signing-keys.service.js';

@Module({
  imports: [AuditModule, JwtModule.register({})],
  providers: [AccessTokensService, SigningKeysService],
  exports: [AccessTokensService, SigningKeysService],
})
export class TokensModule {}
