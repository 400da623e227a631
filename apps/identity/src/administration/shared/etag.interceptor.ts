import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { etagOf } from './precondition.js';

/** A state as answers show it. */
interface ShownState {
  readonly updatedAt: string;
}

/** Tells with a state that is shown which one it is. */
@Injectable()
class EtagInterceptor implements NestInterceptor<ShownState, ShownState> {
  intercept(context: ExecutionContext, next: CallHandler<ShownState>): Observable<ShownState> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next
      .handle()
      .pipe(tap(({ updatedAt }) => void reply.header('etag', etagOf({ updatedAt: new Date(updatedAt) }))));
  }
}

/** For a route that answers one state, with the `updatedAt` of it. */
export const Tagged = (): MethodDecorator => applyDecorators(UseInterceptors(EtagInterceptor));
