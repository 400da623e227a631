import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { validateSync } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { InvalidCredentials } from '#core/entry';
import { InvalidAccessToken } from '#core/tokens';
import { bearerToken, decodeOctets, InvalidInput, singleHeader, type TokenCarrier } from '#edge';
import { AuthLogin } from './auth.dto.js';

/** What a client shows to be given a later token. */
export type Shown = { readonly token: string } | { readonly login: AuthLogin };

/** The token as the last part of the path. */
export const pathToken: TokenCarrier = ({ params }) => (params as { readonly token?: string }).token;

/**
 * What the request shows, from the first of these places that holds something: `Authorization` as
 * bearer token or as name and password, `X-API-Key`, `access_token` in the query. The places behind
 * it are not looked at, not even when what it holds turns out to be no good.
 */
export const ShownCredential = createParamDecorator((_: unknown, context: ExecutionContext): Shown => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const bearer = bearerToken(request);
  if (bearer !== undefined) return { token: bearer };
  const login = basicLogin(request);
  if (login) return { login };
  const token = apiKey(request) ?? queryToken(request);
  if (token === undefined) throw new InvalidAccessToken('no token was sent');
  return { token };
});

/** Name and password of HTTP Basic (RFC 7617 §2), held to the bounds of those in a log-in's body. */
function basicLogin(request: FastifyRequest): AuthLogin | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(singleHeader(request, 'authorization') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = decodeOctets(Buffer.from(encoded, 'base64').toString('latin1'));
  const [, username, password] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  const login = Object.assign(new AuthLogin(), { username, password });
  if (validateSync(login).length > 0) throw new InvalidCredentials('no name and password in it');
  return login;
}

function apiKey(request: FastifyRequest): string | undefined {
  try {
    return filled(singleHeader(request, 'x-api-key'));
  } catch (error) {
    throw error instanceof InvalidInput ? new InvalidAccessToken('X-API-Key sent twice') : error;
  }
}

function queryToken({ query }: FastifyRequest): string | undefined {
  const { access_token: token } = query as { readonly access_token?: string | string[] };
  if (Array.isArray(token)) throw new InvalidAccessToken('access_token sent twice');
  return filled(token);
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
