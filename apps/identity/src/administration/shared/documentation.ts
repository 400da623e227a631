import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  type ApiResponseOptions,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { errorAnswers, problemAnswer, type Reason, UNREADABLE_JSON } from '#edge';
import { ProblemDetails } from './problem.dto.js';

export const SECURITY = 'AdministratorBearer';

/** What is published of an operation. */
export interface Facts {
  /** The group that it is listed in. */
  readonly tag: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** What a key has to be good for; without one it is a superadmin's alone. */
  readonly scope?: string;
  /** What each parameter of the path is. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Type;
  readonly body?: { readonly type: Type; readonly isOptional?: boolean };
  /** Whether it takes an `If-Match`. */
  readonly isConditional?: boolean;
  readonly success: ApiResponseOptions;
  /** What may go wrong besides what may anywhere. */
  readonly errors?: readonly Reason[];
}

/** What an answer that shows a state carries: the tag to send back with a change. */
export const ETAG_HEADER = {
  ETag: {
    description: 'Which state this is, for the `If-Match` of a change',
    required: true,
    schema: { type: 'string' as const },
  },
};

const ANYWHERE: readonly Reason[] = [
  'invalid_access_token',
  'invalid_api_key',
  'not_permitted',
  'limit_exceeded',
  'unexpected',
  'unavailable',
];

const LABELS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No credential, or one that is not good (any more)',
  403: 'Whoever asks may not do that',
  404: 'There is no such thing',
  409: 'It cannot be done in the present state of things',
  412: 'It has been changed since the state that `If-Match` names',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'Something sent is not as it has to be',
  429: 'Too many guesses; see Retry-After',
  500: 'Something went wrong on our side',
  503: 'The service is not available, or busy; see Retry-After',
};

/** The published description of an operation. */
export function describe(facts: Facts): MethodDecorator {
  const { tag, operationId, summary, scope, params = {}, query, body, isConditional } = facts;
  const asked = scope === undefined ? 'For superadmins alone, not for API keys.' : `Scope of an API key: \`${scope}\`.`;
  return applyDecorators(
    ApiTags(tag),
    ApiExtraModels(ProblemDetails),
    ApiBearerAuth(SECURITY),
    ApiOperation({ operationId, summary, description: `${facts.description} ${asked}` }),
    ...Object.entries(params).map(([name, description]) => ApiParam({ name, description, schema: { type: 'string' } })),
    ...(query ? [ApiQuery({ type: query })] : []),
    ...(body ? [ApiBody({ type: body.type, required: body.isOptional !== true })] : []),
    ...(isConditional ? [IF_MATCH] : []),
    ApiResponse(facts.success),
    ...problemResponses(facts),
  );
}

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The ETag of the state that the change was made up from; left out, the change is made whatever it is.',
  schema: { type: 'string' },
});

function problemResponses({ body, isConditional, errors = [] }: Facts): MethodDecorator[] {
  const conditional: readonly Reason[] = isConditional === true ? ['bad_request', 'stale_update'] : [];
  const reasons = [...ANYWHERE, ...(body ? UNREADABLE_JSON : []), ...conditional, ...errors];
  const schema = { $ref: getSchemaPath(ProblemDetails) };
  return errorAnswers({ answer: problemAnswer }, reasons).map(({ status, headers, ...shown }) =>
    ApiResponse({
      status,
      description: LABELS[status] ?? '',
      ...(headers && { headers }),
      content: { 'application/problem+json': { schema, ...shown } },
    }),
  );
}
