export { JsonColumn, MomentColumn, toStored } from './columns.js';
export { dataSourceOptions, type Schema } from './data-source-options.js';
export { type DatabaseConfig, databaseSection } from './database.config.js';
export { DatabaseModule } from './database.module.js';
export { copyEmbedded } from './copy.js';
export { Database } from './database.js';
export { isUniqueViolation } from './faults.js';
export { type MigrationState, Migrations, MigrationUnknown, type PlannedMigration } from './migrations.js';
export { outageIn, type Outage } from './outage.js';
