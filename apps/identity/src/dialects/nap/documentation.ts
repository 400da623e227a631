import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiHeader, ApiOperation, ApiParam, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ModelsErrorResponse } from './models-error-response.dto.js';

type Model = abstract new () => object;

/** What may go wrong at any operation, and is documented at none. */
const EVERYWHERE = {
  401: 'Unauthorized - API key missing or not valid, where keys are configured',
  413: 'The request body is too large',
  415: 'The content type is not JSON',
  429: 'Too many requests; see Retry-After',
  503: 'The service is busy; see Retry-After',
} as const;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: readonly [type: Model, label: string];
  readonly input: readonly MethodDecorator[];
  /** Documented errors, by status: the label, and the bodies where there are others than the error model. */
  readonly errors: Readonly<Record<number, string | readonly [oneOf: readonly Model[], label: string]>>;
  readonly alsoAnswers?: readonly (keyof typeof EVERYWHERE)[];
}

/** The published description of one operation. */
export function describe({ success, input, errors, alsoAnswers = [], ...operation }: Facts): MethodDecorator {
  const [type, description] = success;
  return applyDecorators(
    ApiOperation(operation),
    ApiResponse({ status: 200, type, description }),
    ...Object.entries(errors).map(([status, facts]) => errorResponse(Number(status), facts)),
    ...alsoAnswers.map((status) => errorResponse(status, EVERYWHERE[status])),
    ...input,
  );
}

/** A JSON body; generators call the parameter `data`. */
export function body(type: Model, description: string): MethodDecorator[] {
  return [ApiBody({ type, description, required: true }), ApiExtension('x-codegen-request-body-name', 'data')];
}

export function header(name: string, description: string, required: boolean): MethodDecorator {
  return ApiHeader({ name, description, required, schema: { type: 'string' } });
}

export function pathParameter(name: string, description: string): MethodDecorator {
  return ApiParam({ name, description, type: String });
}

function errorResponse(status: number, facts: Facts['errors'][number]): MethodDecorator {
  if (typeof facts === 'string') return ApiResponse({ status, type: ModelsErrorResponse, description: facts });
  const [models, description] = facts;
  const oneOf = models.map((model) => ({ $ref: getSchemaPath(model) }));
  return ApiResponse({ status, description, schema: { oneOf } });
}
