import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { type Page, toAnswer } from './page.js';

/** Sends what a handler returns, a {@link Page}, as HTML. */
@Injectable()
export class PageInterceptor implements NestInterceptor<Page, string> {
  intercept(context: ExecutionContext, next: CallHandler<Page>): Observable<string> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((page) => {
        const { status, headers, body } = toAnswer(page);
        void reply.status(status).headers(headers);
        return body;
      }),
    );
  }
}
