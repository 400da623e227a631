import { z } from 'zod';
import { ConfigurationError, defineSection, type Environment, field, readConfiguration } from './index.js';

const house = defineSection(
  'house',
  z
    .object({ NODE_ENV: field.text('development'), ROOMS: field.integer(3, 1, 9), DOOR: field.optionalText() })
    .superRefine((env, context) => {
      if (env.NODE_ENV !== 'production' || env.DOOR) return;
      context.addIssue({ code: 'custom', path: ['DOOR'], message: 'required in production' });
    })
    .transform((env) => ({ rooms: env.ROOMS, door: env.DOOR })),
);

const garden = defineSection('garden', z.object({ TREES: field.integer(1, 0, 9), POND: field.flag(false) }));

function faultsOf(environment: Environment): readonly string[] {
  try {
    readConfiguration([house, garden], environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
}

describe('readConfiguration', () => {
  it('yields what each section makes of the environment, under its token, and frozen', () => {
    const configuration = readConfiguration([house, garden], { ROOMS: '4', POND: 'true', OTHER: 'ignored' });
    expect([...configuration]).toEqual([
      [house.token, { rooms: 4, door: undefined }],
      [garden.token, { TREES: 1, POND: true }],
    ]);
    expect([...configuration.values()].every((values) => Object.isFrozen(values))).toBe(true);
  });

  it('names every fault of every section at once, also those that several variables make together', () => {
    const environment = { NODE_ENV: 'production', ROOMS: 'many', TREES: '-1', POND: 'deep' };
    expect(faultsOf(environment)).toEqual([
      'ROOMS: expected a whole number from 1 to 9',
      'DOOR: required in production',
      'TREES: expected a whole number from 0 to 9',
      'POND: expected true or false',
    ]);
  });

  it('says a fault once that several sections find', () => {
    const again = defineSection('again', z.object({ TREES: field.integer(1, 0, 9) }));
    expect(() => readConfiguration([garden, again], { TREES: 'x' })).toThrow(
      new ConfigurationError(['TREES: expected a whole number from 0 to 9']),
    );
  });

  it('lists them one a line, and never the value that was given', () => {
    const secret = 'hunter2';
    expect(new ConfigurationError(faultsOf({ ROOMS: secret, POND: secret })).message).toBe(
      'The configuration cannot be used:\n  ROOMS: expected a whole number from 1 to 9\n  POND: expected true or false',
    );
  });
});
