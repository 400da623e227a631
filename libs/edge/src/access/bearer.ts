import type { FastifyRequest } from 'fastify';
import { InvalidAccessToken } from '#core/tokens';
import { EdgeError } from '../errors/edge-errors.js';
import { singleHeader } from '../input/headers.js';

/** Finds the access token where one API puts it; undefined when it is not there. */
export type TokenCarrier = (request: FastifyRequest) => string | undefined;

/**
 * The token of an `Authorization: Bearer` header (RFC 6750 §2.1).
 *
 * @throws InvalidAccessToken when the header is sent twice
 */
export const bearerToken: TokenCarrier = (request) => {
  try {
    return /^Bearer +([^\s]+)$/i.exec(singleHeader(request, 'authorization') ?? '')?.[1];
  } catch (error) {
    throw error instanceof EdgeError ? new InvalidAccessToken('Authorization sent twice') : error;
  }
};
