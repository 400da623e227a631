import { HttpException, NotFoundException } from '@nestjs/common';
import type { AnyCoreError } from '#core/errors';
import { CoreError } from '#core/kernel';
import { outageIn } from '#platform/database';
import {
  type AnyEdgeError,
  BadRequest,
  BodyTooLarge,
  EdgeError,
  RouteUnknown,
  Unavailable,
  Unexpected,
  UnsupportedMediaType,
} from './edge-errors.js';

/** Everything that a dialect has to have words for. */
export type KnownError = AnyCoreError | AnyEdgeError;

export type KnownErrorCode = KnownError['code'];

/** The one error class that carries that code. */
export type ErrorOf<C extends KnownErrorCode> = Extract<KnownError, { readonly code: C }>;

const BY_ADAPTER_CODE: Readonly<Record<string, () => AnyEdgeError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new BodyTooLarge(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new UnsupportedMediaType(),
  HPE_HEADER_OVERFLOW: () => new BadRequest(431),
  ERR_HTTP_REQUEST_TIMEOUT: () => new BadRequest(408),
};

/** Finds the known error in whatever was thrown by the core, by Nest or by the HTTP adapter. */
export function knownError(thrown: unknown): KnownError {
  if (thrown instanceof CoreError) return thrown as AnyCoreError;
  if (thrown instanceof EdgeError) return thrown as AnyEdgeError;
  if (thrown instanceof NotFoundException) return new RouteUnknown();
  const outage = outageIn(thrown);
  if (outage) return new Unavailable(outage.retryAfterSeconds, { cause: thrown });
  // Nest wraps what the adapter refuses.
  return fromAdapter(thrown instanceof HttpException ? thrown.cause : thrown) ?? new Unexpected(thrown);
}

function fromAdapter(thrown: unknown): AnyEdgeError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined;
  const known = BY_ADAPTER_CODE[thrown.code];
  if (known) return known();
  const isClientsFault = 'statusCode' in thrown && Number(thrown.statusCode) >= 400 && Number(thrown.statusCode) < 500;
  const isUnreadable = thrown.code.startsWith('HPE_') || (isClientsFault && thrown.code.startsWith('FST_'));
  return isUnreadable ? new BadRequest(400, { cause: thrown }) : undefined;
}
