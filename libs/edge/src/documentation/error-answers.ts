import { ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { Answer } from '../dialect/answer.js';
import type { ErrorVoice } from '../dialect/territory.js';
import type { KnownError } from '../errors/known-error.js';
import { SAMPLE_ERRORS, type SampledErrorCode } from './sample-errors.js';

/** Why an operation may fail: the code of an error that is alike everywhere, or the error. */
export type Reason = SampledErrorCode | KnownError;

/** What may be wrong with any JSON body, whatever it is about. */
export const UNREADABLE_JSON: readonly Reason[] = ['malformed_body', 'body_too_large', 'unsupported_media_type'];

type Headers = NonNullable<ApiResponseOptions['headers']>;

/** What a document shows of the bodies: the only one, or each under its error's code. */
export interface ErrorExamples {
  readonly example?: Answer['body'];
  readonly examples?: Record<string, { summary: string; value: Answer['body'] }>;
}

/** All that goes wrong with one status, as an operation's document lists it. */
export interface ErrorAnswer extends ErrorExamples {
  readonly status: number;
  readonly headers?: Headers;
}

interface Spoken {
  readonly error: KnownError;
  readonly answer: Answer;
}

const REQUEST_ID = '5f0c2b1e-7d43-4c8e-9a56-3b1f8e20d7a9';

/** By the names in which answers carry them. */
const HEADERS: Readonly<Record<string, Headers>> = {
  'retry-after': {
    'Retry-After': {
      description: 'Seconds to wait before the next try',
      required: true,
      schema: { type: 'integer', minimum: 1 },
    },
  },
  'ratelimit-policy': {
    'RateLimit-Policy': {
      description: 'The allowance that is spent: its name, how many (q) within how many seconds (w)',
      required: true,
      schema: { type: 'string' },
    },
  },
  ratelimit: {
    RateLimit: {
      description: 'What is left of that allowance (r), and in how many seconds the next try is welcome (t)',
      required: true,
      schema: { type: 'string' },
    },
  },
  'www-authenticate': {
    'WWW-Authenticate': {
      description: 'The scheme that the service knows for credentials',
      required: true,
      schema: { type: 'string' },
    },
  },
  allow: {
    Allow: { description: 'The methods that the address takes', required: true, schema: { type: 'string' } },
  },
};

/** The statuses that those errors lead to, in the order of the reasons, each with what is then really answered. */
export function errorAnswers(voice: ErrorVoice, reasons: readonly Reason[]): ErrorAnswer[] {
  const all = reasons.map((reason) => speak(voice, reason));
  const statuses = [...new Set(all.map(({ answer }) => answer.status))];
  return statuses.map((status) => {
    const these = all.filter(({ answer }) => answer.status === status);
    return { status, ...sharedHeaders(these.map(({ answer }) => answer)), ...toExamples(these) };
  });
}

/**
 * Documents each status that those errors lead to, under its label and with what is then really answered.
 *
 * @throws Error when a status has no label
 */
export function errorResponses(
  voice: ErrorVoice,
  reasons: readonly Reason[],
  labels: Readonly<Record<number, ApiResponseOptions>>,
): MethodDecorator[] {
  return errorAnswers(voice, reasons).map((answer) => {
    const label = labels[answer.status];
    if (!label) throw new Error(`An operation is documented to fail with ${answer.status}, which has no label`);
    return ApiResponse({ ...label, ...answer });
  });
}

/** What is answered for those errors, whatever the status: for a place that stands for several of them. */
export function errorExamples(voice: ErrorVoice, reasons: readonly Reason[]): ErrorExamples {
  return toExamples(reasons.map((reason) => speak(voice, reason)));
}

function speak(voice: ErrorVoice, reason: Reason): Spoken {
  const error = typeof reason === 'string' ? SAMPLE_ERRORS[reason] : reason;
  return { error, answer: voice.answer(error, REQUEST_ID) };
}

function toExamples(all: readonly Spoken[]): ErrorExamples {
  const [only, ...others] = all;
  if (only && others.length === 0) return { example: only.answer.body };
  const entries = all.map(
    ({ error, answer }) => [error.code, { summary: summaryOf(error), value: answer.body }] as const,
  );
  return { examples: Object.fromEntries(entries) };
}

/** A heading: what is wrong with which field the body tells. */
function summaryOf({ code, message }: KnownError): string {
  return code === 'invalid_input' ? 'Something sent is missing or not as it should be' : message;
}

/** The headers that come with that status whatever the reason. */
function sharedHeaders([first, ...others]: readonly Answer[]): { headers?: Headers } {
  const names = Object.keys(first?.headers ?? {}).filter((name) => others.every(({ headers }) => name in headers));
  if (names.length === 0) return {};
  return { headers: Object.assign({}, ...names.map((name) => HEADERS[name])) as Headers };
}
