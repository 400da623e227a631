import { join } from 'node:path';
import { type Environment, readConfiguration } from '#platform/config';
import { databaseSection } from './index.js';

const read = (environment: Environment) => readConfiguration([databaseSection], environment).get(databaseSection.token);

describe('the configuration of the database', () => {
  it('is SQLite in the data directory by default', () => {
    expect(read({})).toEqual({
      postgresUrl: undefined,
      tls: 'disable',
      caFile: undefined,
      poolSize: 10,
      connectTimeoutSeconds: 5,
      lockTimeoutSeconds: 5,
      statementTimeoutSeconds: 10,
      idleTimeoutSeconds: 15,
      sqliteFile: join('data', 'rosetta.db'),
    });
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

  it.each([
    [{ DATABASE_URL: 'postgres://db.example/name?sslmode=disable' }, 'disable'],
    [{ DATABASE_URL: 'postgres://db.example/name?sslmode=require' }, 'require'],
    [{ DATABASE_URL: 'postgres://db.example/name?sslmode=verify-full' }, 'verify-full'],
    [{ DATABASE_URL: 'postgres://db.example/name', DATABASE_CA_FILE: '/etc/ca.pem' }, 'verify-full'],
    [{ DATABASE_URL: 'postgres://db.example/name?sslmode=require', DATABASE_CA_FILE: '/etc/ca.pem' }, 'require'],
  ])('with %j is reached with TLS mode %s', (environment, tls) => {
    expect(read(environment)).toMatchObject({ tls });
  });

  it('knows no TLS mode that would verify less than it says', () => {
    expect(() => read({ DATABASE_URL: 'postgres://u:hunter2@db.example/name?sslmode=prefer' })).toThrow(
      /^The configuration cannot be used:\n {2}DATABASE_URL: expected sslmode to be one of disable, require, verify-full$/,
    );
  });

  it('tells every fault by name, and not the password in an address', () => {
    expect(() => read({ DATABASE_URL: 'mysql://u:hunter2@db.example/name', DATABASE_POOL_SIZE: '0' })).toThrow(
      /^The configuration cannot be used:\n {2}DATABASE_URL: expected an absolute URL starting with postgres:\/\/ or postgresql:\/\/\n {2}DATABASE_POOL_SIZE: expected a whole number from 1 to 1000$/,
    );
  });
});
