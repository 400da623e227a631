import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { EntryService } from '#core/entry';
import { InvalidAccessToken } from '#core/tokens';
import { type Access, ACCESS, type AdmittedRequest } from './access.decorators.js';

/** Closed by default: a route that says neither `@Public()`, `@Accepting()` nor `@Bearing()` lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly entry: EntryService,
  ) {}

  /** @throws InvalidAccessToken */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    if (!access) throw new InvalidAccessToken('the route says nothing of who may use it');
    const request = context.switchToHttp().getRequest<FastifyRequest & AdmittedRequest>();
    const token = access(request);
    if (token === undefined) throw new InvalidAccessToken('no token was sent');
    request.principal = await this.entry.admit(token);
    return true;
  }
}
