import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { mustBeSuperadmin, mustHaveScope, OperatorsService } from '#core/administration';
import { InvalidAccessToken } from '#core/tokens';
import { bearerToken, visitorOf } from '#edge';
import { ORIGIN } from '../shared/origin.js';
import { DEMAND, type Demand, type OperatedRequest } from './demand.js';

/** Finds the credential; the core says whose it is, and whether that is enough. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly operators: OperatorsService,
  ) {}

  /** @throws InvalidAccessToken, InvalidApiKey, LimitExceeded, NotPermitted */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & OperatedRequest>();
    const credential = bearerToken(request);
    if (credential === undefined) throw new InvalidAccessToken('no credential was sent');
    const operator = await this.operators.admit(credential, visitorOf(request, ORIGIN));
    const demand = this.reflector.get<Demand>(DEMAND, context.getHandler());
    if (demand === 'superadmin') mustBeSuperadmin(operator);
    else mustHaveScope(operator, demand);
    request.operator = operator;
    return true;
  }
}
