import { IsString } from 'class-validator';
import { headersFor } from '../dialect/answer.js';
import type { ErrorVoice } from '../dialect/territory.js';
import { MethodNotAllowed } from '../errors/edge-errors.js';
import { errorAnswers, errorExamples, errorResponses } from './error-answers.js';
import { refusedInput } from './refused-input.js';

const STATUS: Readonly<Record<string, number>> = { limit_exceeded: 429, method_not_allowed: 405, flow_not_found: 404 };

/** Every error but three is a 401 here. */
const voice: ErrorVoice = {
  answer: (error, requestId) => {
    const status = STATUS[error.code] ?? 401;
    return { status, headers: headersFor(error, status), body: { said: error.code, requestId } };
  },
};

const body = (said: string) => ({ said, requestId: expect.stringMatching(/^[\da-f-]{36}$/) });
const header = (type: string) => ({ description: expect.stringMatching(/./), required: true, schema: { type } });

describe('the answers that an operation is documented to fail with', () => {
  it('have the status, the headers and the body that the errors are answered with', () => {
    expect(errorAnswers(voice, ['limit_exceeded', 'flow_not_found', new MethodNotAllowed(['GET'])])).toEqual([
      {
        status: 429,
        headers: {
          'Retry-After': { ...header('integer'), schema: { type: 'integer', minimum: 1 } },
          'RateLimit-Policy': header('string'),
          RateLimit: header('string'),
        },
        example: body('limit_exceeded'),
      },
      { status: 404, example: body('flow_not_found') },
      { status: 405, headers: { Allow: header('string') }, example: body('method_not_allowed') },
    ]);
  });

  it('show each of several errors of one status by its code, with what it means', () => {
    expect(errorAnswers(voice, ['invalid_credentials', 'invalid_client'])).toEqual([
      {
        status: 401,
        headers: { 'WWW-Authenticate': header('string') },
        examples: {
          invalid_credentials: { summary: 'The credentials are not valid', value: body('invalid_credentials') },
          invalid_client: { summary: 'The client credentials are not valid', value: body('invalid_client') },
        },
      },
    ]);
  });

  it('promise no header that only some of the errors come with', () => {
    const always429: ErrorVoice = { answer: (...asked) => ({ ...voice.answer(...asked), status: 429 }) };

    expect(errorAnswers(always429, ['limit_exceeded', 'flow_not_found'])).toEqual([
      { status: 429, examples: { limit_exceeded: expect.anything(), flow_not_found: expect.anything() } },
    ]);
  });

  it('are shown without a look at the status where one place stands for several', () => {
    const { examples = {} } = errorExamples(voice, ['limit_exceeded', 'flow_not_found']);

    expect(Object.keys(examples)).toEqual(['limit_exceeded', 'flow_not_found']);
  });

  it('must all have a label', () => {
    const labels = { 404: { description: 'Gone' } };

    expect(errorResponses(voice, ['flow_not_found'], labels)).toHaveLength(1);
    expect(() => errorResponses(voice, ['flow_not_found', 'limit_exceeded'], labels)).toThrow(
      'An operation is documented to fail with 429, which has no label',
    );
  });
});

class Ship {
  @IsString()
  name!: string;
}

describe('refused input', () => {
  it('is what the same input is told in a request', () => {
    expect(refusedInput(Ship, 'query', {}).faults).toEqual([
      { location: 'query', path: ['name'], rule: 'missing', message: 'name is required' },
    ]);
  });

  it('cannot be shown where nothing is wrong', () => {
    expect(() => refusedInput(Ship, 'query', { name: 'Argo' })).toThrow('Nothing is wrong with that Ship');
  });
});
