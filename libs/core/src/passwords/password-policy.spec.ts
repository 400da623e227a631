import { dictionary } from '@zxcvbn-ts/language-common';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { startRangeService } from '../../../../test/support/range-service.js';
import {
  type PasswordFault,
  type PasswordOwner,
  PasswordsModule,
  PasswordsService,
  PasswordUnacceptable,
} from './index.js';

const RULES: Readonly<Record<PasswordFault, string>> = {
  too_short: 'must be at least 8 characters long',
  too_long: 'must be at most 1024 characters long',
  control_characters: 'must not contain control characters',
  common: 'is one that many people use; choose another',
  personal: 'is too close to your name, your address or the name of this service; choose another',
  breached: 'is known from a data breach elsewhere; choose another',
};

let core: Core;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([PasswordsModule], { environment });
}

const judge = (password: string, owner: PasswordOwner = {}) =>
  core.get(PasswordsService).mustBeAcceptable(password, owner);

async function expectRefusal(password: string, fault: PasswordFault, owner?: PasswordOwner): Promise<void> {
  const refusal = await judge(password, owner).catch((error: unknown) => error);
  expect(refusal).toEqual(new PasswordUnacceptable(fault, RULES[fault]));
  expect(refusal).toMatchObject({ fault });
}

describe('a new password', () => {
  beforeAll(() => start());
  afterAll(() => core.close());

  it.each([
    'correct horse',
    'a'.repeat(64),
    'a'.repeat(1024),
    'пароль и ключ',
    '😀'.repeat(8),
    'onlylowercaseletters',
    '8273645190882',
    'no digits here',
    '          ',
  ])('may be %p: no kind of character is asked for', (password) => judge(password));

  it.each([
    ['', 'too_short'],
    ['1234567', 'too_short'],
    ['😀'.repeat(7), 'too_short'],
    ['e\u0301'.repeat(7), 'too_short'],
    ['a'.repeat(1025), 'too_long'],
    ['before\0after', 'control_characters'],
    ['half\ud800half', 'control_characters'],
  ] as const)('may not be %p', (password, fault) => expectRefusal(password, fault));
});

describe('a common password', () => {
  beforeAll(() => start());
  afterAll(() => core.close());

  it.each(['12345678', 'password1', 'PassWord1', 'iloveyou1', 'qwertyui', 'trustno1', '１２３４５６７８'])(
    'is refused: %p',
    (password) => expectRefusal(password, 'common'),
  );

  it('is refused whichever of tens of thousands it is', async () => {
    const common = dictionary['passwords-common'].filter((password) => password.length >= 8);
    expect(dictionary['passwords-common'].length).toBeGreaterThan(40_000);
    expect(common.length).toBeGreaterThan(15_000);
    const outcomes = await Promise.allSettled(common.map((password) => judge(password)));
    const accepted = common.filter((_, place) => outcomes[place]?.status === 'fulfilled');
    expect(accepted).toEqual(['password123']);
  });

  it('may be part of a longer one', () => judge('password1 of the old house'));

  it('may be chosen where it is named as an exception', async () => {
    const lenient = await startCore([PasswordsModule], { environment: { PASSWORD_EXCEPTIONS: 'letmein1' } });
    await lenient.get(PasswordsService).mustBeAcceptable('letmein1', {});
    await lenient.get(PasswordsService).mustBeAcceptable('password123', {});
    await lenient.close();
    await expectRefusal('letmein1', 'common');
  });
});

describe('a password of personal words', () => {
  const OWNER = { email: 'Ada.Lovelace@Engine.example', username: 'countess', firstName: 'Ada', lastName: 'Lovelace' };

  beforeAll(() => start({ PUBLIC_URL: 'https://id.acmeworks.example' }));
  afterAll(() => core.close());

  it.each([
    ['the address', 'ada.lovelace@engine.example'],
    ['the address in other spelling', 'ＡＤＡ.Lovelace@ENGINE example'],
    ['the local part', 'ada.lovelace'],
    ['the local part and a year', 'Ada-Lovelace-1815'],
    ['the user name', 'COUNTESS!'],
    ['the user name and a digit', 'countess1!'],
    ['names turned round', 'lovelaceada'],
    ['a name twice', 'lovelace lovelace'],
    ['a name before a common password', 'ada-password1'],
    ['the name of the service', 'Rosetta!'],
    ['the host of the service', 'acmeworks2026'],
  ])('is refused: %s', (_, password) => expectRefusal(password, 'personal', OWNER));

  it.each([
    'adamant about violets',
    'seven countesses dance at dawn',
    'the rosetta stone is in London',
    'al and da',
    '!!!???...',
  ])('may be one that has such a word in it: %p', (password) => judge(password, OWNER));

  it('is refused to its owner alone', () => judge('countess1!', { email: 'grace@example.com', username: null }));

  it('is not seen in what is shorter than three letters', () => judge('xy xy xy xy', { username: 'xy' }));
});

describe('a breached password', () => {
  it('is refused where a range service knows it', async () => {
    const service = await startRangeService(['a staple of horses']);
    await start({ BREACHED_PASSWORDS_URL: service.url });
    await expectRefusal('a staple of horses', 'breached');
    await judge('a staple of correct horses');
    await core.close();
    await service.close();
  });

  it('is not looked for where the password is refused already', async () => {
    const service = await startRangeService([]);
    await start({ BREACHED_PASSWORDS_URL: service.url });
    await expectRefusal('password1', 'common');
    expect(service.requests).toEqual([]);
    await core.close();
    await service.close();
  });
});
