import fc, { type Arbitrary } from 'fast-check';
import { CoreError } from '#core/kernel';
import { FlowsModule, FlowsService } from '#core/flows';
import { OneTimeTokensModule, OneTimeTokensService } from '#core/one-time-tokens';
import { Pages, PagingModule } from '#core/paging';
import { SessionsModule, SessionsService } from '#core/sessions';
import { AccessTokensService, TokensModule } from '#core/tokens';
import { identifierKey } from '#core/users';
import { unwrapSessionToken, wrapSessionToken } from '../../apps/identity/src/dialects/nap/auth/session-token.js';
import { InvalidInput, MalformedBody, UnsupportedMediaType } from '../../libs/edge/src/errors/edge-errors.js';
import { readForm } from '../../libs/edge/src/input/form.js';
import { decodeOctets } from '../../libs/edge/src/input/headers.js';
import { readJsonObject } from '../../libs/edge/src/input/json.js';
import { type Core, startCore } from '../support/core-fixture.js';
import { alike, anyText } from './arbitrary-texts.js';
import './seed.js';

const bytes = fc.uint8Array({ maxLength: 300 }).map((content) => Buffer.from(content));
const json = fc.jsonValue({ maxDepth: 5 });

describe('what reads bodies and headers', () => {
  it('readJsonObject gives an object that JSON.parse agrees with, or one of its three refusals', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          json.map((value) => Buffer.from(JSON.stringify(value))),
        ),
        (body) => {
          const read = outcomeOf(
            () => readJsonObject(body, 'application/json'),
            MalformedBody,
            InvalidInput,
            UnsupportedMediaType,
          );
          if (read === undefined || body.length === 0) return;
          const parsed: unknown = JSON.parse(body.toString('utf8'), (key: string, value: unknown) =>
            ['__proto__', 'constructor', 'prototype'].includes(key) ? undefined : value,
          );
          expect(read).toEqual(parsed);
        },
      ),
    );
  });

  it('readForm gives what URLSearchParams reads, or refuses', () => {
    const form = 'application/x-www-form-urlencoded';
    const pairs = fc.uniqueArray(
      fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
      {
        selector: ([name]) => name,
      },
    );

    fc.assert(fc.property(bytes, (body) => void outcomeOf(() => readForm(body, form), MalformedBody, InvalidInput)));
    fc.assert(
      fc.property(pairs, (fields) => {
        const body = Buffer.from(new URLSearchParams(fields).toString());
        expect(readForm(body, form)).toEqual(Object.fromEntries(fields.filter(([name]) => name !== '__proto__')));
      }),
    );
  });

  it('decodeOctets reads UTF-8 as such and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(decodeOctets(Buffer.from(value).toString('latin1'))).toBe(value);
      }),
    );
    fc.assert(fc.property(bytes, (octets) => typeof decodeOctets(octets.toString('latin1')) === 'string'));
  });

  it('identifierKey is the same for what it has made', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(identifierKey(identifierKey(name))).toBe(identifierKey(name));
      }),
    );
  });
});

describe('what reads tokens', () => {
  let core: Core;

  beforeAll(async () => {
    core = await startCore([TokensModule, SessionsModule, OneTimeTokensModule, FlowsModule, PagingModule]);
  });
  afterAll(() => core.close());

  it('a wrapped session token comes back as the JWT that it was, anything else as nothing or a JWT by its looks', () => {
    const part = fc.stringMatching(/^[\w-]{1,40}$/);
    const jwt = fc.tuple(part, part, part).map((parts) => parts.join('.'));

    fc.assert(
      fc.property(jwt, (token) => {
        expect(unwrapSessionToken(wrapSessionToken(token))).toBe(token);
      }),
    );
    fc.assert(fc.property(anyText, (token) => /^[\w-]+\.[\w-]+\.[\w-]+$|^$/.test(unwrapSessionToken(token) ?? '')));
  });

  it('an access token that is not one of ours is refused as such', async () => {
    const tokens = core.get(AccessTokensService);
    const ada = await core.addUser('ada');
    const session = { id: ada.id, userId: ada.id, clientId: null, expiresAt: new Date('2100-01-01T00:00:00.000Z') };
    const { token } = await tokens.issueFor(session);

    expect(await tokens.verify(token)).toMatchObject({ sub: ada.id });
    await refusesAll(fc.oneof(anyText, alike(token)), (other) => tokens.verify(other), 'invalid_access_token');
  });

  it('a refresh token that is not one of ours is nobody’s, and ends no session', async () => {
    const sessions = core.get(SessionsService);
    const { id: userId } = await core.addUser('bob');
    const { refreshToken = '', session } = await sessions.open({
      userId,
      visitor: { origin: 'spec' },
      isRefreshable: true,
    });

    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, alike(refreshToken)), async (other) => {
        expect((await sessions.recognise(sessions.readRefreshToken(other))).outcome).toBe('refused');
      }),
    );
    expect((await sessions.find(session.id))?.endedAt).toBeNull();
    expect((await sessions.recognise(sessions.readRefreshToken(refreshToken))).outcome).toBe('current');
  });

  it('a one-time token, a flow and a page cursor that are not ours are refused as such', async () => {
    const flows = core.get(FlowsService);
    const oneTime = core.get(OneTimeTokensService);
    const pages = core.get(Pages);
    const read = (cursor: string) => pages.read('spec', { cursor }, String, () => Promise.resolve([]));

    await refusesAll(anyText, (token) => oneTime.consume(token, 'verify_email'), 'invalid_one_time_token');
    await refusesAll(anyText, (id) => flows.mustFind(id), 'flow_not_found');
    await refusesAll(anyText, read, 'cursor_invalid');
  });
});

/** What the work gives, or undefined where it refuses in one of those ways; any other failure fails the test. */
function outcomeOf<T>(work: () => T, ...refusals: (new (...args: never[]) => Error)[]): T | undefined {
  try {
    return work();
  } catch (error) {
    if (refusals.some((Refusal) => error instanceof Refusal)) return undefined;
    throw error;
  }
}

async function refusesAll(
  tokens: Arbitrary<string>,
  read: (token: string) => Promise<unknown>,
  code: string,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(tokens, async (token) => {
      const error = await read(token).then(
        () => new Error(`it took ${token}`),
        (refusal: unknown) => refusal,
      );
      expect(error).toBeInstanceOf(CoreError);
      expect((error as CoreError).code).toBe(code);
    }),
  );
}
