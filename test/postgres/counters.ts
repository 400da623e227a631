import { Test, type TestingModule } from '@nestjs/testing';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { ConfigurationModule } from '#platform/config';
import { DatabaseModule, databaseSection, MomentColumn } from '#platform/database';
import { configOf, type TestDatabase } from '../support/databases.js';

/** A table that is simple enough to show what PostgreSQL does with transactions. */
@Entity('counters')
export class Counter {
  @PrimaryColumn('varchar')
  id!: string;

  @Column('integer')
  count!: number;

  @MomentColumn()
  resetAt!: Date;
}

class CreateCounters1763769600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE TABLE counters (id varchar PRIMARY KEY, count integer NOT NULL, reset_at bigint NOT NULL)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE counters');
  }
}

const SCHEMA = { entities: [Counter], migrations: [CreateCounters1763769600000] };

/** A process over that database that does nothing but count. */
export function startCounting(files: TestDatabase, more: Record<string, string> = {}): Promise<TestingModule> {
  const config = configOf({ ...files.environment, ...more });
  const configuration = new Map<symbol, unknown>([[databaseSection.token, config]]);
  return Test.createTestingModule({
    imports: [ConfigurationModule.with(configuration), DatabaseModule.with(SCHEMA)],
  }).compile();
}
