import { CommandLine } from '../support/command-line.js';
import { createTestDatabase, type TestDatabase } from '../support/databases.js';
import { inThisProcess } from '../support/in-this-process.js';
import { openDesk, problem } from '../support/administration.js';
import { type Answer, answerOf } from '../support/answer.js';
import { invited, foundOrganization } from '../support/organizations.js';
import { posted, seen } from '../support/page.js';
import { type RangeService, startRangeService } from '../support/range-service.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { errors as authservice } from '../dialects/authservice/authservice.errors.js';
import { register } from '../dialects/authservice/authservice.requests.js';
import { errors as cadenza } from '../dialects/cadenza/cadenza.answers.js';
import {
  join,
  mailedToken,
  openSession,
  recover,
  signUp as cadenzaSignUp,
  updateUser,
} from '../dialects/cadenza/cadenza.requests.js';
import { errors as gravscale } from '../dialects/gravscale/gravscale.errors.js';
import { signUp as gravscaleSignUp } from '../dialects/gravscale/gravscale.requests.js';
import { errors as nap } from '../dialects/nap/nap.errors.js';
import { signup as napSignup, signupData } from '../dialects/nap/nap.requests.js';
import { documentedInputs } from './documented.js';

const BREACHED = 'a staple of horses';
const GOOD = 'radium in a wooden shed';
const PAGE = '/account/reset-password';

/** What is refused, and why: of somebody by the name of marie.curie. */
const REASONS = [
  ['too short', 'x7 Qz!', 'must be at least 8 characters long'],
  ['common', 'PassWord1', 'is one that many people use; choose another'],
  [
    'personal',
    'marie.curie 1867',
    'is too close to your name, your address or the name of this service; choose another',
  ],
  ['breached', BREACHED, 'is known from a data breach elsewhere; choose another'],
] as const;

/** A place where a password is chosen, for somebody of that address; what it says comes back as that place words it. */
interface Way {
  readonly choose: (email: string, password: string) => Promise<Answer>;
  readonly refused: (rule: string) => Answer;
  /** How its own document words the length, where that is asked before the policy is. */
  readonly length?: string;
  /** The status of success. */
  readonly taken: number;
}

const lengthUpTo = (most: number) => `must be a text of 8 to ${most} characters without control characters`;

/** Every place where a password is set. */
const WAYS: Readonly<Record<string, Way>> = {
  'POST /auth/register': {
    choose: (username, password) => register(app, { username, password, role: 'user' }),
    refused: (rule) => authservice.badRequest(`password ${rule}`),
    taken: 201,
  },
  'POST /dev/public-api/api/auth/sign-up': {
    choose: (email, password) => gravscaleSignUp(app, { email, password }),
    refused: (rule) => gravscale.faults([['body', 'password'], `password ${rule}`, 'value_error']),
    taken: 201,
  },
  'POST /api/v3/auth/signup': {
    length: lengthUpTo(1024),
    choose: (email, password) => cadenzaSignUp(app, { email, password }),
    refused: (rule) => cadenza.invalid({ password: `password ${rule}` }),
    taken: 200,
  },
  'PUT /api/v3/auth/user': {
    length: lengthUpTo(1024),
    choose: async (email, password) => updateUser(app, (await join(app, email)).accessToken, { password }),
    refused: (rule) => cadenza.invalid({ password: `password ${rule}` }),
    taken: 200,
  },
  'POST /api/auth/signup': {
    length: lengthUpTo(32),
    choose: (email, password) => napSignup(app, { ...signupData(email), password, confirmPassword: password }),
    refused: (rule) => nap.badRequest(`password ${rule}`),
    taken: 200,
  },
  'POST /api/auth/signup, invited': {
    length: lengthUpTo(32),
    choose: async (email, password) => {
      const inviteToken = await invited(tenants, await foundOrganization(tenants, `acme-${(count += 1)}`), email);
      return napSignup(tenants, { ...signupData(email), password, confirmPassword: password, inviteToken });
    },
    refused: (rule) => nap.badRequest(`password ${rule}`),
    taken: 200,
  },
  'POST /account/reset-password': {
    choose: async (email, password) => {
      await join(app, email);
      await recover(app, { email });
      return chosenByLink(await mailedToken(app, email), password);
    },
    refused: (rule) => ({ status: 422, body: `The password ${rule}.` }),
    taken: 200,
  },
  'POST /account/reset-password, begun by an administrator': {
    choose: async (email, password) => {
      const desk = await openDesk(app, 'admin', `admin-${(count += 1)}`);
      const { body } = await desk.ask<{ id: string }>('POST', '/accounts', { json: { email } });
      await desk.ask('POST', `/accounts/${body.id}/password-reset`);
      return chosenByLink(await mailedToken(app, email), password);
    },
    refused: (rule) => ({ status: 422, body: `The password ${rule}.` }),
    taken: 200,
  },
  'POST /admin/v1/accounts': {
    choose: async (email, password) => {
      const desk = await openDesk(app, 'admin', `admin-${(count += 1)}`);
      return answerOf(await desk.ask('POST', '/accounts', { json: { email, password } }));
    },
    refused: (rule) => ({ status: 422, body: problem(422, 'password_unacceptable', `password ${rule}`) }),
    taken: 201,
  },
  'rosetta user create': {
    choose: (email, password) => commanded(password, 'create', '--email', email),
    refused: (rule) => ({ status: 1, body: { code: 'password_unacceptable', message: `Password ${rule}.` } }),
    taken: 0,
  },
  'rosetta user set-password': {
    choose: async (email, password) => {
      await commanded('a lantern at the station', 'create', '--email', email);
      return commanded(password, 'set-password', email);
    },
    refused: (rule) => ({ status: 1, body: { code: 'password_unacceptable', message: `Password ${rule}.` } }),
    taken: 0,
  },
};

/** Documented operations that are told a password to judge it, and not to set it. */
const JUDGING = [
  'GET /auth/client',
  'POST /auth/regenerate-client-credentials',
  'POST /api/v1/auth/login',
  'POST /dev/public-api/api/auth/sign-in',
  'POST /api/v3/auth/login',
  'POST /api/auth/login',
];

let app: TestApp;
let tenants: TestApp;
let ranges: RangeService;
let files: TestDatabase;
let rosetta: CommandLine;
let count = 0;

async function chosenByLink(token: string, password: string): Promise<Answer> {
  const page = seen(await app.send<string>('POST', PAGE, posted({ token, password, passwordAgain: password })));
  return { status: page.status, body: page.text.replace(/(?<=\.) .*$/s, '') };
}

async function commanded(password: string, ...args: readonly string[]): Promise<Answer> {
  const { exitCode, stderr } = await rosetta.fed(password, 'user', ...args, '--password-stdin', '--json');
  return { status: exitCode ?? -1, body: stderr === '' ? '' : (JSON.parse(stderr) as { error: unknown }).error };
}

beforeAll(async () => {
  ranges = await startRangeService([BREACHED]);
  const told = { BREACHED_PASSWORDS_URL: ranges.url, LIMITS: 'lax' };
  app = await startTestApp(told);
  tenants = await startTestApp({ ...told, MULTI_TENANCY: 'true' });
  files = await createTestDatabase();
  rosetta = new CommandLine(files.environment.DATA_DIR, { ...files.environment, ...told }, inThisProcess);
});

afterAll(async () => {
  await app.close();
  await tenants.close();
  await ranges.close();
  await files.drop();
});

describe.each(Object.entries(WAYS))('a password set by %s', (place, { choose, refused, length, taken }) => {
  const email = () => `marie.curie@${place.toLowerCase().replace(/\W+/g, '-')}-${(count += 1)}.example`;

  it.each(REASONS)('is refused when it is %s, and the person is told why', async (reason, password, rule) => {
    const told = reason === 'too short' ? (length ?? rule) : rule;
    expect(await choose(email(), password)).toEqual(refused(told));
  });

  it('is taken when it is none of these', async () => {
    expect(await choose(email(), GOOD)).toMatchObject({ status: taken });
  });
});

describe('the places where a password is set', () => {
  it('are all that are documented', async () => {
    const told = (await documentedInputs(app)).filter(({ inputs }) => inputs.some((name) => /^pass/i.test(name)));
    const known = Object.keys(WAYS).map((way) => way.replace(/,.*/, ''));
    expect(told.map(({ route }) => route).filter((route) => !JUDGING.includes(route))).toEqual(
      expect.arrayContaining(['POST /admin/v1/accounts']),
    );
    expect(told.filter(({ route }) => !known.includes(route) && !JUDGING.includes(route))).toEqual([]);
  });
});

describe('a password that was taken', () => {
  it('is good for as long as its owner keeps it, and nobody is asked for another', async () => {
    const years = await startTestApp();
    const before = await join(years, 'kept@example.com', GOOD);
    years.clock.advance(10 * 365 * 86_400);

    const { user } = await openSession(years, 'kept@example.com', GOOD);

    expect(user.id).toBe(before.user.id);
    await years.close();
  });
});

describe('a password that is refused', () => {
  it('by PUT user is held against the address that comes with it', async () => {
    const { accessToken } = await join(app, 'pierre@change.example');
    expect(
      await updateUser(app, accessToken, { email: 'marie.curie@change.example', password: 'marie.curie 1867' }),
    ).toEqual(cadenza.invalid({ password: `password ${REASONS[2][2]}` }));
  });

  it('by the page of a link leaves the link good', async () => {
    const email = 'marie.curie@again.example';
    await join(app, email);
    await recover(app, { email });
    const token = await mailedToken(app, email);
    const refused = posted({ token, password: BREACHED, passwordAgain: BREACHED });
    const page = seen(await app.send<string>('POST', PAGE, refused));
    expect(page).toMatchObject({ status: 422, title: 'Choose a new password', form: { token } });
    expect(await chosenByLink(token, GOOD)).toMatchObject({ status: 200 });
  });
});
