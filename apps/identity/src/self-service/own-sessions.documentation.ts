import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiOperation,
  ApiParam,
  ApiResponse,
  type ApiResponseOptions,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { errorAnswers, problemAnswer } from '#edge';
import { toOwnSessions } from './mappers.js';
import { EndedSessions, OwnSessions, Problem } from './responses.dto.js';

const ERRORS = {
  invalid_access_token: 'No access token, or one that is not good (any more)',
  route_unknown: 'There is no such session among your own',
  unexpected: 'Something went wrong on our side',
  unavailable: 'The service is not available; see Retry-After',
} as const;

type ErrorCode = keyof typeof ERRORS;

const SAMPLE_SESSION = {
  id: '0197a000-0000-7000-8000-000000000001',
  userAgent: 'Mozilla/5.0',
  origin: 'cadenza',
  address: '192.0.2.1',
  createdAt: new Date('2030-01-01T12:00:00.000Z'),
  lastUsedAt: new Date('2030-01-01T12:30:00.000Z'),
};

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: ApiResponseOptions;
  readonly errors: readonly ErrorCode[];
}

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      operationId: 'listOwnSessions',
      summary: 'List your sessions',
      description: 'Tells where the account is signed in at present, through whichever API.',
      success: {
        status: 200,
        description: 'The sessions',
        type: OwnSessions,
        example: toOwnSessions([SAMPLE_SESSION], SAMPLE_SESSION.id),
      },
      errors: ['invalid_access_token', 'unexpected'],
    }),
  end: () =>
    applyDecorators(
      ApiParam({ name: 'id', description: 'The id of the session, as listed.' }),
      describe({
        operationId: 'endOwnSession',
        summary: 'End one of your sessions',
        description: 'Its tokens are refused everywhere from the next request on. It may be the one that asks.',
        success: { status: 204, description: 'It is over' },
        errors: ['invalid_access_token', 'route_unknown', 'unexpected'],
      }),
    ),
  endOthers: () =>
    describe({
      operationId: 'endOtherSessions',
      summary: 'End all your other sessions',
      description: 'Leaves only the session that asks.',
      success: { status: 200, description: 'They are over', type: EndedSessions, example: { ended: 2 } },
      errors: ['invalid_access_token', 'unexpected'],
    }),
};

function describe({ operationId, summary, description, success, errors }: Facts): MethodDecorator {
  return applyDecorators(
    ApiTags('Sessions'),
    ApiExtraModels(Problem),
    ApiBearerAuth('AccountBearerAuth'),
    ApiOperation({ operationId, summary, description }),
    ApiResponse(success),
    ...[...errors, 'unavailable' as const].flatMap((code) => problemResponses(code)),
  );
}

function problemResponses(code: ErrorCode): MethodDecorator[] {
  const schema = { $ref: getSchemaPath(Problem) };
  return errorAnswers({ answer: problemAnswer }, [code]).map(({ status, headers, ...shown }) =>
    ApiResponse({
      status,
      description: ERRORS[code],
      ...(headers && { headers }),
      content: { 'application/problem+json': { schema, ...shown } },
    }),
  );
}
