import fc from 'fast-check';
import { ApiKeysModule, ApiKeysService, InvalidApiKey } from '#core/api-keys';
import { ClientsModule, ClientsService, InvalidClient } from '#core/clients';
import { CompletionRefused, FlowNotFound, FlowsModule, FlowsService } from '#core/flows';
import { BY_SYSTEM } from '#core/kernel';
import { InvalidOneTimeToken, OneTimeTokensModule, OneTimeTokensService } from '#core/one-time-tokens';
import { StaleUpdate } from '#core/organizations';
import { CursorInvalid, Pages, PagingModule } from '#core/paging';
import { AccessTokensService, TokensModule } from '#core/tokens';
import { epochSeconds, secondsAfter } from '#platform/clock';
import { KeyRing, Sealer, UnsealError } from '#platform/crypto';
import { Random } from '#platform/random';
import { etagOf, Precondition } from '../../apps/identity/src/administration/shared/precondition.js';
import { RefreshTokens } from '../../libs/core/src/sessions/refresh-token.js';
import { bearerToken } from '../../libs/edge/src/access/bearer.js';
import { decodeOctets } from '../../libs/edge/src/input/headers.js';
import { BadRequest } from '../../libs/edge/src/errors/edge-errors.js';
import { type Core, startCore } from '../support/core-fixture.js';
import { alike, anyText } from './arbitrary-texts.js';
import './seed.js';

type Failure = new (...args: never[]) => Error;

const anyMoment = fc.date({ noInvalidDate: true });
const visitorAt = (number: number) => ({ origin: 'spec', address: `10.0.${number >> 8}.${number & 255}` });
const anyVisitor = fc.nat(0xffff).map(visitorAt);

/** What was thrown, which has to be one of those. */
async function refusal(work: () => unknown, ...expected: Failure[]): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (expected.some((Expected) => error instanceof Expected)) return error as Error;
    throw error;
  }
  throw new Error('it was taken');
}

let core: Core;

beforeAll(async () => {
  core = await startCore([TokensModule, ClientsModule, ApiKeysModule, OneTimeTokensModule, FlowsModule, PagingModule]);
});
afterAll(() => core.close());

describe('what was printed is read as what it was', () => {
  it('an access token, for whatever session', async () => {
    const tokens = core.get(AccessTokensService);
    const anySession = fc.record({
      id: fc.uuid(),
      userId: fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme', minLength: 1 })),
      clientId: fc.option(fc.uuid()),
      expiresAt: fc.integer({ min: 1, max: 90 * 86_400 }).map((seconds) => secondsAfter(core.clock.now(), seconds)),
    });

    await fc.assert(
      fc.asyncProperty(anySession, fc.dictionary(fc.string(), fc.string()), async (session, claims) => {
        const { token, expiresAt } = await tokens.issueFor(session, { claims });
        const read = await tokens.verify(token);
        expect([read.sid, read.sub, read.exp]).toEqual([session.id, session.userId, epochSeconds(expiresAt)]);
      }),
    );
  });

  it('a refresh token and its successor, for whatever session', () => {
    const tokens = new RefreshTokens(core.get(KeyRing), core.get(Random));

    fc.assert(
      fc.property(fc.uuid(), anyText, (sessionId, salt) => {
        const first = tokens.first(sessionId);
        const next = tokens.successor(sessionId, first.token, salt);
        expect(tokens.read(first.token)).toEqual({ text: first.token, sessionId });
        expect(tokens.read(next.token)).toEqual({ text: next.token, sessionId });
        expect(tokens.successor(sessionId, first.token, salt)).toEqual(next);
        expect(next.token).not.toBe(first.token);
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), fc.nat(85), fc.constantFrom('A', 'w', '-', '=', ' '), (sessionId, place, put) => {
        const { token } = tokens.first(sessionId);
        const other = token.slice(0, place) + put + token.slice(place + 1);
        fc.pre(other !== token);
        expect(tokens.read(other)).toEqual({ text: other, sessionId: undefined });
      }),
    );
  });

  it('the cursor of a page, for whatever list and key', async () => {
    const pages = core.get(Pages);
    const anyKey = fc.string({ unit: 'grapheme', maxLength: 60 });

    await fc.assert(
      fc.asyncProperty(anyKey, anyKey, anyKey, async (list, key, otherList) => {
        const { next: cursor = '' } = await pages.read(list, { size: 1 }, String, async () => [key, 'more']);
        const asked: (string | undefined)[] = [];
        const look = async (_: number, after: string | undefined) => {
          asked.push(after);
          return [];
        };
        await pages.read(list, { cursor }, String, look);
        expect(asked).toEqual([key]);
        fc.pre(list !== otherList);
        await refusal(() => pages.read(otherList, { cursor }, String, look), CursorInvalid);
      }),
    );
  });

  it('the tag of a state, for whatever moment', async () => {
    const nobody = () => Promise.reject(new Error('nobody asks'));

    await fc.assert(
      fc.asyncProperty(anyMoment, async (updatedAt) => {
        const tag = etagOf({ updatedAt });
        expect(await Precondition.from(tag).readAt(nobody)).toEqual(updatedAt);
        expect(await Precondition.from(`"x", ${tag}`).readAt(() => Promise.resolve({ updatedAt }))).toEqual(updatedAt);
      }),
    );
  });

  it('a sealed value, for whatever text in whatever place', async () => {
    const sealer = core.get(Sealer);
    const anyPlain = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));

    await fc.assert(
      fc.asyncProperty(anyPlain, anyText, anyText, async (plain, place, otherPlace) => {
        const sealed = sealer.seal(plain, place);
        expect(sealer.open(sealed, place)).toBe(plain);
        fc.pre(place !== otherPlace);
        await refusal(() => sealer.open(sealed, otherPlace), UnsealError);
      }),
    );
  });

  it('the token of a header, for whatever token without a space', () => {
    const token = fc.stringMatching(/^[!-~]{1,200}$/);

    fc.assert(
      fc.property(token, fc.constantFrom('Bearer ', 'bearer  ', 'BEARER '), (secret, scheme) => {
        expect(bearerToken(requestWith(`${scheme}${secret}`))).toBe(secret);
      }),
    );
  });

  it('an API key, a pair of client credentials, a one-time token and a flow, each of them new', async () => {
    const { id: userId } = await core.addUser(['ada', 'ada@example.com']);
    const made = await madeFor(userId);

    expect((await core.get(ApiKeysService).prove(made.apiKey, visitorAt(1))).name).toBe('spec');
    expect(await core.get(ClientsService).prove(made.client)).toMatchObject({ userId });
    expect(await core.get(OneTimeTokensService).peek(made.oneTime, 'verify_email')).toMatchObject({ userId });
    expect((await core.get(FlowsService).mustFind(made.flow.id)).userId).toBe(userId);
  });
});

describe('any other text is refused as that, and never fails', () => {
  let made: Awaited<ReturnType<typeof madeFor>>;

  beforeAll(async () => {
    made = await madeFor((await core.addUser(['bob', 'bob@example.com'])).id);
  });

  it('in the place of an API key', async () => {
    const apiKeys = core.get(ApiKeysService);
    const texts = fc.oneof(
      anyText,
      alike(made.apiKey),
      fc.base64String().map((text) => `rsk_${text}`),
    );

    await fc.assert(
      fc.asyncProperty(texts, anyVisitor, async (text, visitor) => {
        await refusal(() => apiKeys.prove(text, visitor), InvalidApiKey);
      }),
    );
    expect((await apiKeys.prove(made.apiKey, visitorAt(1))).name).toBe('spec');
  });

  it('in the place of either of the client credentials', async () => {
    const clients = core.get(ClientsService);
    const { clientId, clientSecret } = made.client;
    const pairs = fc.oneof(
      fc.oneof(anyText, alike(clientId)).map((other) => ({ clientId: other, clientSecret })),
      fc.oneof(anyText, alike(clientSecret)).map((other) => ({ clientId, clientSecret: other })),
    );

    await fc.assert(
      fc.asyncProperty(pairs, (pair) => refusal(() => clients.prove(pair), InvalidClient).then(() => true)),
    );
  });

  it('in the place of a one-time token or a flow, or of what finishes one', async () => {
    const oneTime = core.get(OneTimeTokensService);
    const flows = core.get(FlowsService);
    const { flow, completionSecret } = made;

    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, alike(made.oneTime)), async (text) => {
        await refusal(() => oneTime.consume(text, 'verify_email'), InvalidOneTimeToken);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, alike(flow.id)), async (text) => {
        await refusal(() => flows.mustFind(text), FlowNotFound);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, alike(completionSecret)), async (text) => {
        await refusal(() => flows.finish(flow, text, 'proof'), CompletionRefused);
      }),
    );
    await flows.finish(flow, completionSecret, 'proof');
  });

  it('in the place of a sealed value', async () => {
    const sealer = core.get(Sealer);
    const sealed = sealer.seal('a secret', 'spec');
    const texts = fc.oneof(
      anyText,
      alike(sealed),
      fc.base64String().map((text) => `${sealer.prefix}${text}`),
    );

    await fc.assert(
      fc.asyncProperty(texts, (text) => refusal(() => sealer.open(text, 'spec'), UnsealError).then(() => true)),
    );
  });

  it('in the place of a tag, or is one of another state', async () => {
    const updatedAt = new Date('2030-01-01T12:00:00.000Z');
    const current = () => Promise.resolve({ updatedAt });
    const tags = fc.array(
      fc.oneof(
        anyText,
        anyText.map((text) => `"${text}"`),
      ),
      { maxLength: 3 },
    );

    await fc.assert(
      fc.asyncProperty(tags, async (list) => {
        const header = list.join(', ');
        fc.pre(header.trim() !== '*');
        const outcome = await Promise.resolve()
          .then(() => Precondition.from(header).readAt(current))
          .catch((error: unknown) => error);
        if (outcome instanceof Date) expect(header).toContain(etagOf({ updatedAt: outcome }));
        else expect([BadRequest, StaleUpdate].some((Refusal) => outcome instanceof Refusal)).toBe(true);
      }),
    );
  });

  it('in the place of a header that bears a token', () => {
    // Node hands over octets, each as one character.
    const anyHeader = anyText.map((text) => Buffer.from(text).toString('latin1'));

    fc.assert(
      fc.property(
        fc.oneof(
          anyHeader,
          anyHeader.map((text) => `Bearer ${text}`),
        ),
        (header) => {
          const token = bearerToken(requestWith(header));
          if (token !== undefined) expect(decodeOctets(header).replace(/^bearer */i, '')).toBe(token);
          expect(token ?? 'none').toMatch(/^\S+$/);
        },
      ),
    );
  });
});

/** As much of a request as the reader of headers looks at. */
function requestWith(authorization: string): Parameters<typeof bearerToken>[0] {
  return { raw: { rawHeaders: ['Authorization', authorization] } } as Parameters<typeof bearerToken>[0];
}

/** One of everything that is random through and through. */
async function madeFor(userId: string) {
  const expiresAt = secondsAfter(core.clock.now(), 86_400);
  const key = { name: 'spec', scopes: ['accounts:read'] as const, expiresAt };
  const order = { userId, purpose: 'verify_email' as const, email: 'somebody@example.com', ttlSeconds: 3600 };
  return {
    apiKey: (await core.get(ApiKeysService).create(key, BY_SYSTEM)).secret,
    client: await core.get(ClientsService).credentialsOf(userId),
    oneTime: await core.get(OneTimeTokensService).issue(order),
    ...(await core.get(FlowsService).beginCompletable({ type: 'login', userId, email: order.email }, 'proof')),
  };
}
