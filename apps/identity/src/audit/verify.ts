import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditModule, AuditService, type AuditVerdict, type NotedPlace } from '#core/audit';
import { schema } from '#core/schema';
import { type Configuration, ConfigurationModule } from '#platform/config';
import { CryptoModule, cryptoSection } from '#platform/crypto';
import { type DatabaseConfig, DatabaseModule, databaseSection } from '#platform/database';
import { FoundationModule } from '#platform/foundation';
import { configurationFrom } from '../configuration.js';

@Module({})
class VerifyModule {}

/**
 * `npm run audit:verify`: walks the audit log of the configured database. Ends with 0 where it is whole, 1 where it is
 * not, 2 where it cannot be looked at. Given a head that an earlier run has printed, it also tells whether an older
 * state was put back.
 */
async function main(noted?: string): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const configuration = configurationFrom(process.env);
  mustExist(configuration.get(databaseSection.token) as DatabaseConfig);
  const app = await NestFactory.createApplicationContext(contextOf(configuration), {
    logger: false,
    abortOnError: false,
  });
  const verdict = await app.get(AuditService, { strict: false }).verify(noted ? placeIn(noted) : undefined);
  await app.close();
  process.stdout.write(`${told(verdict)}\n`);
  return verdict.isWhole ? 0 : 1;
}

/** No more of the service than is needed to read; nothing is made that is missing. */
function contextOf(configuration: Configuration) {
  const crypto = configuration.get(cryptoSection.token) as object;
  const strict = new Map(configuration).set(cryptoSection.token, { ...crypto, mayCreateMasterKey: false });
  return {
    module: VerifyModule,
    imports: [
      ConfigurationModule.with(strict),
      FoundationModule,
      CryptoModule,
      DatabaseModule.with(schema),
      AuditModule,
    ],
  };
}

function mustExist({ postgresUrl, sqliteFile }: DatabaseConfig): void {
  if (postgresUrl === undefined && !existsSync(sqliteFile)) throw new Error(`There is no database ${sqliteFile}`);
}

function placeIn(noted: string): NotedPlace {
  const [, sequence, hash] = /^(\d+)\.([\w-]{43})$/.exec(noted) ?? [];
  if (sequence === undefined || hash === undefined) throw new Error('Expected a head as it was printed: 123.abc…');
  return { sequence: Number(sequence), hash };
}

function told(verdict: AuditVerdict): string {
  if (verdict.isWhole) return `whole: ${verdict.events} events, head ${verdict.head.sequence}.${verdict.head.hash}`;
  const { fault, sequence, eventId, reason } = verdict;
  return `${fault} at ${sequence}${eventId === undefined ? '' : ` (${eventId})`}: ${reason}`;
}

main(process.argv[2])
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
