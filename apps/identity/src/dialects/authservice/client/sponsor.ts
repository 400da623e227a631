import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { EntryService } from '#core/entry';
import { InvalidAccessToken } from '#core/tokens';
import type { User } from '#core/users';
import { bearerToken } from '#edge';

/** Finds the account of a bearer token. What it may vouch for, the registration decides. */
@Injectable()
class SponsorPipe implements PipeTransform<FastifyRequest, Promise<User | undefined>> {
  constructor(private readonly entry: EntryService) {}

  async transform(request: FastifyRequest): Promise<User | undefined> {
    try {
      const token = bearerToken(request);
      return token === undefined ? undefined : (await this.entry.admit(token)).user;
    } catch (error) {
      if (error instanceof InvalidAccessToken) return undefined;
      throw error;
    }
  }
}

const wholeRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** Whoever vouches for the request with a bearer token; a token that is not good vouches for nothing. */
export const Sponsor = () => wholeRequest(SponsorPipe);
