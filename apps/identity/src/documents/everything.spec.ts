import type { OpenAPIObject } from '@nestjs/swagger';
import { joinDocuments, type DescribedPart } from './everything.js';

const HEAD = { openapi: '3.0.0', info: { title: 'Everything', version: '1' } };

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** An API with one operation, two models and a way to authorise. */
function partOf(name: string, basePath: string, { tags = ['Ships'], model = 'Ship' } = {}): DescribedPart {
  const get = {
    operationId: 'show',
    tags,
    security: [{ Token: [] }],
    responses: { 200: { description: name, content: { 'application/json': { schema: reference(model) } } } },
  };
  const schemas = {
    [model]: { type: 'object', properties: { crew: { type: 'array', items: reference(`${name}Sailor`) } } },
    [`${name}Sailor`]: { type: 'object', description: `of ${name}`, properties: { ship: reference(model) } },
  };
  const securitySchemes = { Token: { type: 'apiKey', in: 'header', name: `X-${name}` } };
  const document = { ...HEAD, paths: { '/show': { get } }, components: { schemas, securitySchemes } };
  return {
    part: { name, title: name.toUpperCase(), description: `The ${name}`, basePath },
    document: document as object as OpenAPIObject,
  };
}

describe('documents joined', () => {
  it('keep what they call by the same name apart, wherever it is referred to', () => {
    const joined = joinDocuments(HEAD, [partOf('red', '/red'), partOf('blue', '')]);

    expect(Object.keys(joined.paths)).toEqual(['/red/show', '/show']);
    expect(joined.paths['/red/show']?.get).toMatchObject({
      operationId: 'redShow',
      security: [{ RedToken: [] }],
      responses: { 200: { content: { 'application/json': { schema: reference('RedShip') } } } },
    });
    expect(joined.paths['/show']?.get).toMatchObject({ operationId: 'blueShow', security: [{ BlueToken: [] }] });
    expect(joined.components).toEqual({
      schemas: {
        RedShip: { type: 'object', properties: { crew: { type: 'array', items: reference('redSailor') } } },
        redSailor: { type: 'object', description: 'of red', properties: { ship: reference('RedShip') } },
        BlueShip: { type: 'object', properties: { crew: { type: 'array', items: reference('blueSailor') } } },
        blueSailor: { type: 'object', description: 'of blue', properties: { ship: reference('BlueShip') } },
      },
      securitySchemes: {
        RedToken: { type: 'apiKey', in: 'header', name: 'X-red' },
        BlueToken: { type: 'apiKey', in: 'header', name: 'X-blue' },
      },
    });
  });

  it('leave alone what only one of them has', () => {
    const joined = joinDocuments(HEAD, [partOf('red', '/red'), partOf('blue', '/blue', { model: 'Boat' })]);

    expect(Object.keys(joined.components?.schemas ?? {})).toEqual(['Ship', 'redSailor', 'Boat', 'blueSailor']);
  });

  it('group the operations of each by its title', () => {
    const joined = joinDocuments(HEAD, [partOf('red', '/red'), partOf('blue', '/blue', { tags: [] })]);

    expect(joined.paths['/red/show']?.get?.tags).toEqual(['RED: Ships']);
    expect(joined.paths['/blue/show']?.get?.tags).toEqual(['BLUE']);
    expect(joined.tags).toEqual([
      { name: 'RED: Ships', description: 'The red' },
      { name: 'BLUE', description: 'The blue' },
    ]);
  });

  it('are left as they were', () => {
    const parts = [partOf('red', '/red'), partOf('blue', '/blue')];
    joinDocuments(HEAD, parts);

    expect(parts).toEqual([partOf('red', '/red'), partOf('blue', '/blue')]);
  });
});
