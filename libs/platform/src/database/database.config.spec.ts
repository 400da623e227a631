import { join } from 'node:path';
import { type Environment, readConfiguration } from '#platform/config';
import { databaseSection } from './index.js';

const read = (environment: Environment) => readConfiguration([databaseSection], environment).get(databaseSection.token);

describe('the configuration of the database', () => {
  it('is SQLite in the data directory by default', () => {
    expect(read({})).toEqual({ postgresUrl: undefined, poolSize: 10, sqliteFile: join('data', 'rosetta.db') });
    expect(read({ DATA_DIR: '/var/lib/rosetta' })).toMatchObject({
      sqliteFile: join('/var/lib/rosetta', 'rosetta.db'),
    });
  });

  it.each(['postgres://u:p@db.example/name', 'postgresql://db.example/name?sslmode=require'])(
    'is PostgreSQL at %s',
    (url) => {
      expect(read({ DATABASE_URL: url, DATABASE_POOL_SIZE: '3' })).toMatchObject({ postgresUrl: url, poolSize: 3 });
    },
  );

  it('tells every fault by name, and not the password in an address', () => {
    expect(() => read({ DATABASE_URL: 'mysql://u:hunter2@db.example/name', DATABASE_POOL_SIZE: '0' })).toThrow(
      /^The configuration cannot be used:\n {2}DATABASE_URL: expected an absolute URL starting with postgres:\/\/ or postgresql:\/\/\n {2}DATABASE_POOL_SIZE: expected a whole number from 1 to 1000$/,
    );
  });
});
