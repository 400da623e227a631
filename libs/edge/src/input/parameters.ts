import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Visitor } from '#core/kernel';
import { readForm } from './form.js';
import { nameOf } from './connections.js';
import { singleHeader } from './headers.js';
import { InputPipe } from './input.pipe.js';
import { readJsonObject } from './json.js';

const jsonBody = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = requestOf(context);
  return readJsonObject(request.body as Buffer | undefined, request.headers['content-type']);
});

const formBody = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = requestOf(context);
  return readForm(request.body as Buffer | undefined, request.headers['content-type']);
});

const path = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context).params);

const query = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context).query);

const headers = createParamDecorator((names: readonly string[], context: ExecutionContext) => {
  const request = requestOf(context);
  return Object.fromEntries(names.map((name) => [name, singleHeader(request, name)]));
});

const visitor = createParamDecorator((origin: string, context: ExecutionContext) =>
  visitorOf(requestOf(context), origin),
);

/** The JSON body as the DTO that the parameter is typed with. A route without it ignores any body. */
export const JsonBody = () => jsonBody(undefined, new InputPipe('body'));

/** The posted form as the DTO that the parameter is typed with. */
export const FormBody = () => formBody(undefined, new InputPipe('body'));

/** The path parameters as the DTO that the parameter is typed with. */
export const PathInput = () => path(undefined, new InputPipe('path'));

/** The query parameters as the DTO that the parameter is typed with. */
export const QueryInput = () => query(undefined, new InputPipe('query'));

/** The named headers as the DTO that the parameter is typed with, its properties spelt like the headers. */
export const HeaderInput = (...names: readonly string[]) => headers(names, new InputPipe('header'));

/** Who is asking, as far as the request shows; `origin` is the dialect's name. */
export const FromVisitor = (origin: string) => visitor(origin);

/** The same where the request is at hand. */
export function visitorOf({ id, ip, headers: sent, raw }: FastifyRequest, origin: string): Visitor {
  return {
    origin,
    // A proxy may say that it does not know, or say nothing that is an address: nobody's then.
    address: isIP(ip) === 0 ? undefined : ip,
    connection: nameOf(raw.socket),
    requestId: id,
    userAgent: sent['user-agent'],
  };
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}
