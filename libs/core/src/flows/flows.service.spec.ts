import { secondsAfter } from '#platform/clock';
import type { User } from '#core/users';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { CompletionRefused, FlowNotFound, FlowsModule, FlowsService } from './index.js';

let core: Core;
let flows: FlowsService;
let ada: User;

beforeEach(async () => {
  core = await startCore([FlowsModule]);
  flows = core.get(FlowsService);
  ada = await core.addUser('ada@example.com');
});

afterEach(() => core.close());

const begin = (returnTo?: string) =>
  flows.begin({ type: 'login', userId: ada.id, email: 'ada@example.com', ...(returnTo !== undefined && { returnTo }) });

describe('a flow', () => {
  it('is found by an id that nobody guesses, as it was begun', async () => {
    const flow = await begin('https://app.example/after');
    expect(flow.id).toMatch(/^[\w-]{43}$/);
    expect(await flows.mustFind(flow.id)).toEqual(flow);
    expect(flow).toMatchObject({
      type: 'login',
      userId: ada.id,
      email: 'ada@example.com',
      returnTo: 'https://app.example/after',
      createdAt: core.clock.now(),
      expiresAt: secondsAfter(core.clock.now(), 600),
    });
    expect(await begin()).toMatchObject({ returnTo: null });
  });

  it('lasts ten minutes, to the second', async () => {
    const { id } = await begin();
    core.clock.advance(599);
    await expect(flows.mustFind(id)).resolves.toMatchObject({ id });
    core.clock.advance(1);
    await expect(flows.mustFind(id)).rejects.toThrow(FlowNotFound);
  });

  it('is not found by anything else', async () => {
    const { id } = await begin();
    for (const text of ['', '%', '\0', id.slice(1), `${id} `, id.toLowerCase()]) {
      await expect(flows.mustFind(text)).rejects.toThrow(FlowNotFound);
    }
  });
});

describe('finishing a flow', () => {
  const beginCompletable = (proof = 'hash') =>
    flows.beginCompletable({ type: 'login', userId: ada.id, email: 'ada@example.com' }, proof);

  it('takes its secret and the same proof, and nobody finds it afterwards', async () => {
    const { flow, completionSecret } = await beginCompletable();
    for (const [secret, proof] of [
      ['', 'hash'],
      [`${completionSecret}x`, 'hash'],
      [flow.id, 'hash'],
      [flow.completionDigest ?? '', 'hash'],
      [completionSecret, 'another hash'],
      [completionSecret, ''],
    ] as const) {
      await expect(flows.finish(flow, secret, proof)).rejects.toThrow(CompletionRefused);
    }
    await flows.finish(flow, completionSecret, 'hash');
    await expect(flows.mustFind(flow.id)).rejects.toThrow(FlowNotFound);
  });

  it('takes the secret of that very flow', async () => {
    const [one, other] = [await beginCompletable(), await beginCompletable()];
    await expect(flows.finish(one.flow, other.completionSecret, 'hash')).rejects.toThrow(CompletionRefused);
  });

  it('leaves no secret in the database', async () => {
    const { completionSecret } = await beginCompletable();
    expect(JSON.stringify(await core.rows('SELECT * FROM flows'))).not.toContain(completionSecret);
  });

  it('is for flows that were begun for it', async () => {
    await expect(flows.finish(await begin(), '', '')).rejects.toThrow(CompletionRefused);
  });

  it('succeeds for one of fifty at the same moment', async () => {
    const { flow, completionSecret } = await beginCompletable();
    const uses = await Promise.allSettled(
      Array.from({ length: 50 }, () => flows.finish(flow, completionSecret, 'hash')),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = uses.flatMap((use) => (use.status === 'rejected' ? [use.reason as unknown] : []));
    expect(refusals.every((reason) => reason instanceof FlowNotFound)).toBe(true);
  });
});
