import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidClient } from '#core/clients';
import { Demanding, singleHeader } from '#edge';
import { equalInConstantTime } from '#platform/crypto';
import { type NapConfig, napSection } from './nap.config.js';

const HEADER = 'X-NAP-API-Key';

/** Asks for an API key where keys are configured. A key says which client is asking, never on whose behalf. */
@Injectable()
export class NapGuard implements CanActivate {
  constructor(@Inject(napSection.token) private readonly config: NapConfig) {}

  /** @throws InvalidClient */
  canActivate(context: ExecutionContext): boolean {
    const { apiKeys } = this.config;
    if (apiKeys.length === 0) return true;
    const given = singleHeader(context.switchToHttp().getRequest<FastifyRequest>(), HEADER);
    if (given === undefined) throw new InvalidClient(`${HEADER} is missing`);
    // Every key is compared, so that the time taken does not tell which of them came close.
    const verdicts = apiKeys.map((key) => equalInConstantTime(key, given));
    if (!verdicts.includes(true)) throw new InvalidClient(`${HEADER} is none of the configured keys`);
    return true;
  }
}

/** A controller for clients that send one of the keys, where keys are configured. */
export const ForKnownClients = () => applyDecorators(UseGuards(NapGuard), Demanding('api_key'));
