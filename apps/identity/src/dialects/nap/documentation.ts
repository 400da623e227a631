import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtension,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  type ApiResponseOptions,
  getSchemaPath,
} from '@nestjs/swagger';
import { errorResponses, type Reason } from '#edge';
import { documentedVoice } from './documented-voice.js';
import { ModelsErrorResponse } from './models-error-response.dto.js';

type Model = abstract new () => object;

type BodyExamples = Readonly<Record<string, { readonly summary: string; readonly value: object }>>;

/** What may go wrong at any operation, and is documented at none. */
const EVERYWHERE = {
  401: 'Unauthorized - API key missing or not valid, where keys are configured',
  413: 'The request body is too large',
  415: 'The content type is not JSON',
  429: 'Too many requests; see Retry-After',
  503: 'The service is busy or not available; see Retry-After',
} as const;

interface Facts {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly success: readonly [type: Model, label: string, example: object];
  readonly input: readonly MethodDecorator[];
  /** What may go wrong beside a missing API key and a fault of ours. */
  readonly errors: readonly Reason[];
  /** Of documented statuses: the label, and the bodies where there are others than the error model. */
  readonly labels: Readonly<Record<number, string | readonly [oneOf: readonly Model[], label: string]>>;
}

/** The published description of one operation. */
export function describe({ success, input, errors, labels, ...operation }: Facts): MethodDecorator {
  const [type, description, example] = success;
  const labelled = Object.entries({ ...EVERYWHERE, ...labels }).map(([status, label]) => [status, toResponse(label)]);
  const responses = Object.fromEntries(labelled) as Record<number, ApiResponseOptions>;
  return applyDecorators(
    ApiOperation(operation),
    ApiResponse({ status: 200, type, description, example }),
    ...errorResponses(documentedVoice, [...errors, 'invalid_client', 'unexpected', 'unavailable'], responses),
    ...input,
  );
}

/** A JSON body, shown as those examples where there are any; generators call the parameter `data`. */
export function body(type: Model, description: string, examples?: BodyExamples): MethodDecorator[] {
  const shown = examples && { examples: { ...examples } };
  return [
    ApiBody({ type, description, required: true, ...shown }),
    ApiExtension('x-codegen-request-body-name', 'data'),
  ];
}

export function header(name: string, description: string, required: boolean): MethodDecorator {
  return ApiHeader({ name, description, required, schema: { type: 'string' } });
}

export function pathParameter(name: string, description: string): MethodDecorator {
  return ApiParam({ name, description, type: String });
}

function toResponse(label: Facts['labels'][number]): ApiResponseOptions {
  if (typeof label === 'string') return { type: ModelsErrorResponse, description: label };
  const [models, description] = label;
  const oneOf = models.map((model) => ({ $ref: getSchemaPath(model) }));
  return { description, schema: { oneOf } };
}
