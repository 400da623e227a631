import { type DynamicModule, Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { markStart } from '#platform/server';
import { dataSourceOptions, readOnlyDataSourceOptions, SCHEMA, type Schema } from './data-source-options.js';
import { type DatabaseConfig, databaseSection } from './database.config.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';

/** Closes the database after everything that uses it has stopped. */
@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

/** Opens the database and brings its schema up to date before anything else starts. */
@Global()
@Module({})
export class DatabaseModule {
  static with(schema: Schema): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: SCHEMA, useValue: schema },
        { provide: Database, inject: [databaseSection.token, SCHEMA], useFactory: openDatabase },
        DatabaseCloser,
      ],
      exports: [Database],
    };
  }

  /** For a tool that only looks: whatever is there is left as it is, an outdated schema included. */
  static readOnly(schema: Schema): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: SCHEMA, useValue: schema },
        { provide: Database, inject: [databaseSection.token, SCHEMA], useFactory: openReadOnly },
        DatabaseCloser,
      ],
      exports: [Database],
    };
  }
}

async function openReadOnly(config: DatabaseConfig, schema: Schema): Promise<Database> {
  const reader = await new DataSource(readOnlyDataSourceOptions(config, schema)).initialize();
  return new Database(reader, reader, true);
}

async function openDatabase(config: DatabaseConfig, schema: Schema): Promise<Database> {
  markStart('database');
  await migrate(config, schema);
  markStart('migrated');
  const writer = await new DataSource(dataSourceOptions(config, schema)).initialize();
  if (config.postgresUrl) return new Database(writer, writer);
  return new Database(writer, await new DataSource(readOnlyDataSourceOptions(config, schema)).initialize());
}
