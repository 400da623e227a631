import type { User } from '#core/users';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { ClientsModule, ClientsService, InvalidClient } from './index.js';

let core: Core;
let clients: ClientsService;
let ada: User;

beforeEach(async () => {
  core = await startCore([ClientsModule]);
  clients = core.get(ClientsService);
  ada = await core.addUser('ada@example.com');
});

afterEach(() => core.close());

interface Row {
  readonly id: string;
  readonly public_id: string;
  readonly sealed_secret: string;
}

const rows = () => core.rows<Row>('SELECT * FROM clients ORDER BY created_at');
const move = (sql: string) => core.database.transaction(() => core.database.manager.query(sql));

describe('the client credentials of an account', () => {
  it('are made at the first asking, and the same ever after', async () => {
    const made = await clients.credentialsOf(ada.id);
    expect(made).toEqual({
      clientId: expect.stringMatching(/^[\w-]{22}$/),
      clientSecret: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await clients.credentialsOf(ada.id)).toEqual(made);
    const eve = await core.addUser('eve@example.com');
    expect((await clients.credentialsOf(eve.id)).clientId).not.toBe(made.clientId);
  });

  it('are made once when many ask at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => clients.credentialsOf(ada.id)));
    expect(new Set(made.map(({ clientId, clientSecret }) => `${clientId} ${clientSecret}`)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  it('outlive a restart, and are not to be read in the database', async () => {
    const made = await clients.credentialsOf(ada.id);
    const [row] = await rows();
    expect(row?.public_id).toBe(made.clientId);
    expect(row?.sealed_secret).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toContain(made.clientSecret);
    const restarted = await startCore([ClientsModule], { beside: core });
    expect(await restarted.get(ClientsService).credentialsOf(ada.id)).toEqual(made);
    await restarted.close();
  });

  it('are not shown from the row of another', async () => {
    const eve = await core.addUser('eve@example.com');
    await clients.credentialsOf(ada.id);
    await clients.credentialsOf(eve.id);
    const [hers, his] = await rows();
    await move(`UPDATE clients SET sealed_secret = '${hers?.sealed_secret ?? ''}' WHERE id = '${his?.id ?? ''}'`);
    await expect(clients.credentialsOf(eve.id)).rejects.toThrow('A sealed value could not be opened');
  });

  it('are replaced whole, in one step that can be undone', async () => {
    const old = await clients.credentialsOf(ada.id);
    const [row] = await rows();
    const undone = core.database.transaction(async () => {
      await clients.replace(ada.id);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await clients.credentialsOf(ada.id)).toEqual(old);

    const { credentials, replacedId } = await clients.replace(ada.id);
    expect(replacedId).toBe(row?.id);
    expect(credentials.clientId).not.toBe(old.clientId);
    expect(credentials.clientSecret).not.toBe(old.clientSecret);
    expect(await clients.credentialsOf(ada.id)).toEqual(credentials);
    expect(await rows()).toHaveLength(1);
  });

  it('are made where there were none to replace', async () => {
    const { credentials, replacedId } = await clients.replace(ada.id);
    expect(replacedId).toBeUndefined();
    expect(await clients.credentialsOf(ada.id)).toEqual(credentials);
  });
});

describe('prove', () => {
  it('tells whose the pair is', async () => {
    const credentials = await clients.credentialsOf(ada.id);
    const [row] = await rows();
    expect(await clients.prove(credentials)).toEqual({ id: row?.id, userId: ada.id });
  });

  it('refuses every other pair', async () => {
    const eve = await core.addUser('eve@example.com');
    const { clientId, clientSecret } = await clients.credentialsOf(ada.id);
    const hers = await clients.credentialsOf(eve.id);
    const [row] = await core.rows<{ secret_digest: string }>('SELECT secret_digest FROM clients');
    const pairs = [
      { clientId, clientSecret: hers.clientSecret },
      { clientId: hers.clientId, clientSecret },
      { clientId, clientSecret: '' },
      { clientId: '', clientSecret: '' },
      { clientId: '', clientSecret },
      { clientId, clientSecret: `${clientSecret}=` },
      { clientId, clientSecret: row?.secret_digest ?? '' },
      { clientId: clientId.toLowerCase(), clientSecret },
      { clientId: `${clientId} `, clientSecret },
      { clientId: '%', clientSecret },
      { clientId: '\0', clientSecret: '\0' },
    ];
    for (const pair of pairs) await expect(clients.prove(pair)).rejects.toThrow(InvalidClient);
  });

  it('says the same of an unknown client and of a wrong secret', async () => {
    const { clientId } = await clients.credentialsOf(ada.id);
    const refusals = await Promise.all(
      [clientId, 'unknown'].map((id) =>
        clients.prove({ clientId: id, clientSecret: 'x' }).catch((error: unknown) => error as InvalidClient),
      ),
    );
    expect(refusals.map((refusal) => 'message' in refusal && refusal.message)).toEqual(
      Array(2).fill('The client credentials are not valid'),
    );
    expect(refusals.map((refusal) => 'logReason' in refusal && refusal.logReason)).toEqual([
      'wrong secret',
      'unknown client',
    ]);
  });

  it('refuses a pair once it is replaced', async () => {
    const old = await clients.credentialsOf(ada.id);
    const { credentials } = await clients.replace(ada.id);
    await expect(clients.prove(old)).rejects.toThrow(InvalidClient);
    await expect(clients.prove({ ...old, clientId: credentials.clientId })).rejects.toThrow(InvalidClient);
    await expect(clients.prove(credentials)).resolves.toMatchObject({ userId: ada.id });
  });
});
