import { type Answer } from '../support/answer.js';
import { posted, seen } from '../support/page.js';
import { type RangeService, startRangeService } from '../support/range-service.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { errors as authservice } from '../dialects/authservice/authservice.errors.js';
import { register } from '../dialects/authservice/authservice.requests.js';
import { errors as cadenza } from '../dialects/cadenza/cadenza.answers.js';
import {
  join,
  mailedToken,
  recover,
  signUp as cadenzaSignUp,
  updateUser,
} from '../dialects/cadenza/cadenza.requests.js';
import { errors as gravscale } from '../dialects/gravscale/gravscale.errors.js';
import { signUp as gravscaleSignUp } from '../dialects/gravscale/gravscale.requests.js';
import { errors as nap } from '../dialects/nap/nap.errors.js';
import { PATHS, signupData } from '../dialects/nap/nap.requests.js';

const BREACHED = 'a staple of horses';
const PAGE = '/account/reset-password';

const REASONS = [
  ['common', 'PassWord1', 'is one that many people use; choose another'],
  [
    'personal',
    'marie.curie 1867',
    'is too close to your name, your address or the name of this service; choose another',
  ],
  ['breached', BREACHED, 'is known from a data breach elsewhere; choose another'],
] as const;

/** How each place where a password is chosen tells that it is refused. */
const SIGN_UPS: readonly (readonly [
  string,
  (email: string, password: string) => Promise<Answer>,
  (rule: string) => Answer,
])[] = [
  [
    'authservice register',
    (username, password) => register(app, { username, password, role: 'user' }),
    (rule) => authservice.badRequest(`password ${rule}`),
  ],
  [
    'gravscale sign-up',
    (email, password) => gravscaleSignUp(app, { email, password }),
    (rule) => gravscale.faults([['body', 'password'], `password ${rule}`, 'value_error']),
  ],
  [
    'cadenza signup',
    (email, password) => cadenzaSignUp(app, { email, password }),
    (rule) => cadenza.invalid({ password: `password ${rule}` }),
  ],
  [
    'nap signup',
    async (email, password) => {
      const json = { ...signupData(email), password, confirmPassword: password };
      const { status, body } = await app.send('POST', PATHS.signup, { json });
      return { status, body };
    },
    (rule) => nap.badRequest(`password ${rule}`),
  ],
];

let app: TestApp;
let ranges: RangeService;

beforeAll(async () => {
  ranges = await startRangeService([BREACHED]);
  app = await startTestApp({ BREACHED_PASSWORDS_URL: ranges.url });
});

afterAll(async () => {
  await app.close();
  await ranges.close();
});

describe.each(SIGN_UPS)('a password chosen by %s', (place, signUp, refusal) => {
  const email = `marie.curie@${place.replace(' ', '-')}.example`;

  it.each(REASONS)('is refused when it is %s, and the person is told why', async (_, password, rule) => {
    expect(await signUp(email, password)).toEqual(refusal(rule));
  });

  it('is taken when it is none of these', async () => {
    expect(await signUp(email, 'radium in a wooden shed')).toMatchObject({
      status: place.startsWith('authservice') || place.startsWith('gravscale') ? 201 : 200,
    });
  });
});

describe('a password chosen by cadenza PUT user', () => {
  it.each(REASONS)('is refused when it is %s', async (reason, password, rule) => {
    const { accessToken } = await join(app, `marie.curie@${reason}.example`);
    expect(await updateUser(app, accessToken, { password })).toEqual(cadenza.invalid({ password: `password ${rule}` }));
  });

  it('is held against the address that comes with it', async () => {
    const { accessToken } = await join(app, 'pierre@change.example');
    expect(
      await updateUser(app, accessToken, { email: 'marie.curie@change.example', password: 'marie.curie 1867' }),
    ).toEqual(cadenza.invalid({ password: `password ${REASONS[1][2]}` }));
  });
});

describe('a password chosen by the page that a recovery mail leads to', () => {
  it.each(REASONS)('is refused when it is %s, and the link stays good', async (reason, password, rule) => {
    const email = `marie.curie@page-${reason}.example`;
    await join(app, email);
    await recover(app, { email });
    const token = await mailedToken(app, email);
    const page = seen(await app.send<string>('POST', PAGE, posted({ token, password, passwordAgain: password })));
    expect(page).toMatchObject({ status: 422, title: 'Choose a new password', form: { token } });
    expect(page.text.startsWith(`The password ${rule}.`)).toBe(true);
    const again = 'radium in a wooden shed';
    const set = seen(await app.send<string>('POST', PAGE, posted({ token, password: again, passwordAgain: again })));
    expect(set).toMatchObject({ status: 200, title: 'Your new password is set' });
  });
});
