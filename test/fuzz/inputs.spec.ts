import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import { InvalidInput } from '#edge';
import { InputPipe } from '../../libs/edge/src/input/input.pipe.js';
import './seed.js';

const APP = join(import.meta.dirname, '../../apps/identity/src');

type Input = new () => object;

/** The fields of a class that is input, none for any other. */
function fieldsOf(candidate: unknown): string[] {
  if (typeof candidate !== 'function') return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(candidate, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

/** Every class of the application that input is turned into. */
async function inputs(): Promise<[name: string, Input][]> {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.dto.ts'));
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(APP, file)).href) as Promise<Record<string, Input>>),
  );
  return modules.flatMap((exported) => Object.entries(exported)).filter(([, one]) => fieldsOf(one).length > 0);
}

const INPUTS = await inputs();

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.emailAddress(), fc.uuid());
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined));

/** Anything that a parser could hand over: with some of the fields, and with others. */
function somethingLike(fields: readonly string[]) {
  const known = fc.record(Object.fromEntries(fields.map((name) => [name, value])), { requiredKeys: [] });
  const strange = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'role')), value);
  return fc.tuple(strange, known).map(([more, some]) => ({ ...more, ...some }));
}

function readAs(Class: Input, sent: object): object | InvalidInput {
  try {
    return new InputPipe('body').transform(sent, { type: 'body', metatype: Class });
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

describe('every input', () => {
  it('is found', () => {
    expect(INPUTS.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'AuthLogin',
        'AuthSignupRequest',
        'HandlersUserSignupData',
        'LoginSchema',
        'RegisterHeaders',
      ]),
    );
  });

  it.each(INPUTS)('%s is taken with its own fields and no other, or refused with what is wrong', (_name, Class) => {
    const fields = fieldsOf(Class);

    fc.assert(
      fc.property(somethingLike(fields), (sent) => {
        const read = readAs(Class, sent);
        if (read instanceof InvalidInput) {
          expect(read.faults.length).toBeGreaterThan(0);
          expect(read.faults.filter(({ path: [field] }) => !fields.includes(String(field)))).toEqual([]);
          return;
        }
        expect(read).toBeInstanceOf(Class);
        expect(Object.keys(read).filter((name) => !fields.includes(name))).toEqual([]);
        expect(Object.getPrototypeOf(read)).toBe(Class.prototype);
      }),
    );
  });
});
