import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { EndedSessions, OwnSessions, Problem } from './responses.dto.js';

const ERRORS = {
  401: 'No access token, or one that is not good (any more)',
  404: 'There is no such session among your own',
  500: 'Something went wrong on our side',
} as const;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: { readonly status: number; readonly description: string; readonly type?: Type };
  readonly errors: readonly (keyof typeof ERRORS)[];
}

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      operationId: 'listOwnSessions',
      summary: 'List your sessions',
      description: 'Tells where the account is signed in at present, through whichever API.',
      success: { status: 200, description: 'The sessions', type: OwnSessions },
      errors: [401, 500],
    }),
  end: () =>
    applyDecorators(
      ApiParam({ name: 'id', description: 'The id of the session, as listed.' }),
      describe({
        operationId: 'endOwnSession',
        summary: 'End one of your sessions',
        description: 'Its tokens are refused everywhere from the next request on. It may be the one that asks.',
        success: { status: 204, description: 'It is over' },
        errors: [401, 404, 500],
      }),
    ),
  endOthers: () =>
    describe({
      operationId: 'endOtherSessions',
      summary: 'End all your other sessions',
      description: 'Leaves only the session that asks.',
      success: { status: 200, description: 'They are over', type: EndedSessions },
      errors: [401, 500],
    }),
};

function describe({ operationId, summary, description, success, errors }: Facts): MethodDecorator {
  return applyDecorators(
    ApiTags('Sessions'),
    ApiExtraModels(Problem),
    ApiBearerAuth('AccountBearerAuth'),
    ApiOperation({ operationId, summary, description }),
    ApiResponse(success),
    ...errors.map((status) => ApiResponse({ status, description: ERRORS[status], content: PROBLEM })),
  );
}

const PROBLEM = { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } };
