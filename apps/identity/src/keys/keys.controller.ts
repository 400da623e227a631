import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type PublishedJwk, SigningKeysService } from '#core/tokens';
import { Public } from '#edge';

/** The public keys of access tokens, for whoever verifies them without asking us (RFC 7517 §5). */
@ApiExcludeController()
@Controller()
export class KeysController {
  constructor(private readonly keys: SigningKeysService) {}

  @Get('/.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=60')
  @Public()
  async jwks(): Promise<{ keys: PublishedJwk[] }> {
    return { keys: await this.keys.published() };
  }
}
