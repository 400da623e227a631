import { setImmediate } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AuditModule, AuditService } from '#core/audit';
import { schema } from '#core/schema';
import { readConfiguration } from '#platform/config';
import { KeyRing } from '#platform/crypto';
import { type DatabaseConfig, databaseSection, dataSourceOptions } from '#platform/database';
import { type Core, startCore } from '../support/core-fixture.js';
import { ENGINES } from '../support/databases.js';

const BEFORE = schema.migrations.findIndex(({ name }) => name === 'AddAuditOrganization1763769616000');
const ACCOUNT = '0197a000-0000-7000-8000-00000000000a';

type Row = Readonly<Record<string, string | number | null>>;

describe.each(ENGINES)('the audit log from before organizations were on it, on %s', (_, createDatabase) => {
  let source: DataSource;
  let core: Core;

  beforeAll(async () => {
    const files = await createDatabase();
    const configuration = readConfiguration([databaseSection], files.environment);
    const config = configuration.get(databaseSection.token) as DatabaseConfig;
    source = await new DataSource(dataSourceOptions(config, schema)).initialize();
    core = await startCore([AuditModule], { files });
  });

  afterAll(async () => {
    await source.destroy();
    await core.close();
  });

  /** The keys go first: their table is not taken back with keys in it. The running core has them in memory. */
  const undo = async () => {
    await source.query('DELETE FROM data_keys');
    for (let count = schema.migrations.length; count > BEFORE; count--) await source.undoLastMigration();
  };

  /** The digest as it was made before there was a column for organizations. */
  const digestOf = (row: Row) => {
    const { previous_hash, sequence, id, kind, at, actor, account_id, session_id } = row;
    const { origin, address, request_id, details } = row;
    const where = [origin, address, request_id];
    const form = [previous_hash, Number(sequence), id, kind, Number(at), actor, account_id, session_id];
    return core.get(KeyRing).digest('audit/event', JSON.stringify([...form, ...where, details]));
  };

  it('is as whole as it was, goes on, and can be undone as long as nothing is about an organization', async () => {
    const audit = core.get(AuditService);
    for (const place of [1, 2, 3]) await audit.record({ kind: 'sign_up', accountId: ACCOUNT, details: { place } });
    await undo();
    const rows: Row[] = await source.query('SELECT * FROM audit_events ORDER BY sequence');
    expect(rows.map((row) => 'organization_id' in row)).toEqual([false, false, false]);
    expect(rows.map((row) => row.hash)).toEqual(rows.map(digestOf));

    await source.runMigrations();
    expect(await audit.verify()).toMatchObject({ isWhole: true, events: 3 });
    await audit.record({ kind: 'organization.changed', organizationId: ACCOUNT });
    expect(await audit.verify()).toMatchObject({ isWhole: true, events: 4 });
    await undo();
    await source.runMigrations();
    // What was written past the service, as by another process, is seen by the next turn of the event loop.
    await setImmediate();
    expect(await audit.verify()).toMatchObject({ isWhole: false, fault: 'altered', sequence: 4 });
  });
});
