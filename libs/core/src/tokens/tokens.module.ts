import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AuditModule } from '#core/audit';
import { AccessTokensService } from './access-tokens.service.js';
import { FirstSigningKey } from './first-signing-key.js';
import { SigningKeysService } from './signing-keys.service.js';

/** The keys as they are, none included. */
@Module({ imports: [AuditModule], providers: [SigningKeysService], exports: [SigningKeysService] })
export class SigningKeysModule {}

@Module({
  imports: [SigningKeysModule, JwtModule.register({})],
  providers: [AccessTokensService, FirstSigningKey],
  exports: [AccessTokensService, SigningKeysModule],
})
export class TokensModule {}
