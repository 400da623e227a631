import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { readConfiguration } from '#platform/config';
import { type DatabaseConfig, databaseSection, dataSourceOptions } from '#platform/database';

const configuration = readConfiguration([databaseSection], process.env);

/** The configured database, for TypeORM's migration commands: the same options that the service runs with. */
export default new DataSource(dataSourceOptions(configuration.get(databaseSection.token) as DatabaseConfig, schema));
