import { HashPool } from '#platform/crypto';
import { Argon2 } from './argon2.js';
import { Pbkdf2 } from './pbkdf2.js';
import { PlainBcrypt } from './plain-bcrypt.js';
import { Scrypt } from './scrypt.js';

const pool = new HashPool({ workers: 2, queueLimit: 64 });
const argon2 = new Argon2(pool);
const bcrypt = new PlainBcrypt(pool);
const scrypt = new Scrypt(pool);
const pbkdf2 = new Pbkdf2(pool);

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
const adapted = (bytes: Buffer) => unpadded(bytes).replaceAll('+', '.');

afterAll(() => pool.onApplicationShutdown());

/** P-H-C/phc-winner-argon2, src/test.c, version 0x13. */
const ARGON2 = [
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
  '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E',
] as const;

describe('argon2', () => {
  it.each(ARGON2)('verifies the reference vector %s', async (stored) => {
    expect(argon2.owns(stored)).toBe(true);
    expect(await argon2.verify('password', stored)).toBe(true);
    expect(await argon2.verify('passwore', stored)).toBe(false);
  });

  it('verifies what it stored, however the same text is spelt', async () => {
    const stored = await argon2.store('Rene\u0301 ﬁne');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(argon2.isCurrent(stored)).toBe(true);
    for (const spelling of ['Rene\u0301 ﬁne', 'Ren\u00e9 fine', 'Ren\u00e9 ﬁne']) {
      expect(await argon2.verify(spelling, stored)).toBe(true);
    }
    expect(await argon2.verify('Rene fine', stored)).toBe(false);
  });

  it('verifies what another system stored of a text that it did not normalise', async () => {
    const foreign = await pool.run({
      kind: 'argon2-hash',
      password: 'Rene\u0301',
      memoryKib: 256,
      iterations: 2,
      parallelism: 1,
    });
    expect(await argon2.verify('Rene\u0301', foreign)).toBe(true);
    expect(argon2.isCurrent(foreign)).toBe(false);
  });
});

/** Openwall crypt_blowfish, wrapper.c; below 255 bytes `2a`, `2b` and `2y` are the same function. */
const BCRYPT = [
  ['U*U', 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U*', 'CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['U*U*U', 'XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['', 'CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
  [
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    'abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
] as const;

describe('plain bcrypt', () => {
  it.each(BCRYPT.flatMap((vector) => ['2a', '2b', '2y'].map((version) => [version, ...vector] as const)))(
    'verifies as $%s$ the reference vector of %p',
    async (version, password, hash) => {
      const stored = `$${version}$05$${hash}`;
      expect(bcrypt.owns(stored)).toBe(true);
      expect(await bcrypt.verify(password, stored)).toBe(true);
      expect(await bcrypt.verify(`x${password}`, stored)).toBe(false);
    },
  );
});

/** RFC 7914 §12; the first has no salt, the last asks for a GiB. */
const SCRYPT = {
  lanes: [
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622',
    'eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
  ].join(''),
  usual: [
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d',
    '5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  ].join(''),
};

describe('scrypt', () => {
  it.each([
    ['password', 'ln=10,r=8,p=16', 'NaCl', SCRYPT.lanes],
    ['pleaseletmein', 'ln=14,r=8,p=1', 'SodiumChloride', SCRYPT.usual],
  ])('verifies the vector of RFC 7914 for %p with %s', async (password, parameters, salt, hex) => {
    const stored = `$scrypt$${parameters}$${unpadded(Buffer.from(salt))}$${unpadded(Buffer.from(hex, 'hex'))}`;
    expect(scrypt.owns(stored)).toBe(true);
    expect(await scrypt.verify(password, stored)).toBe(true);
    expect(await scrypt.verify(`${password} `, stored)).toBe(false);
  });
});

/** RFC 6070 §2 and RFC 7914 §11. */
const PBKDF2 = [
  ['sha1', 'password', 'salt', 1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
  ['sha1', 'password', 'salt', 2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
  ['sha1', 'password', 'salt', 4096, '4b007901b765489abead49d926f721d065a429c1'],
  [
    'sha1',
    'passwordPASSWORDpassword',
    'saltSALTsaltSALTsaltSALTsaltSALTsalt',
    4096,
    '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038',
  ],
  ['sha1', 'pass\0word', 'sa\0lt', 4096, '56fa6aa75548099dcc37d7f03425e0c3'],
  [
    'sha256',
    'passwd',
    'salt',
    1,
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  ],
  [
    'sha256',
    'Password',
    'NaCl',
    80_000,
    '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
  ],
] as const;

describe('PBKDF2', () => {
  it.each(PBKDF2)('verifies with %s the vector for %p, %p, %d rounds', async (digest, password, salt, rounds, hex) => {
    const hash = Buffer.from(hex, 'hex');
    const modular = `$pbkdf2-${digest}$${rounds}$${adapted(Buffer.from(salt))}$${adapted(hash)}`;
    const django = `pbkdf2_${digest}$${rounds}$${salt}$${hash.toString('base64')}`;
    for (const stored of [modular, modular.replace(`$${rounds}$`, `$i=${rounds}$`), django]) {
      expect(pbkdf2.owns(stored)).toBe(true);
      expect(await pbkdf2.verify(password, stored)).toBe(true);
      expect(await pbkdf2.verify(password.toUpperCase(), stored)).toBe(false);
    }
  });

  it('takes the modular form without a digest for SHA-1', async () => {
    const hash = adapted(Buffer.from(PBKDF2[2][4], 'hex'));
    expect(await pbkdf2.verify('password', `$pbkdf2$4096$c2FsdA$${hash}`)).toBe(true);
  });

  it('takes no part of a hash for the whole', async () => {
    const [, , , , hex] = PBKDF2[5];
    const part = Buffer.from(hex, 'hex').subarray(0, 48);
    const other = Buffer.from(hex, 'hex').subarray(16);
    const form = (hash: Buffer) => `$pbkdf2-sha256$1$c2FsdA$${adapted(hash)}`;
    expect(await pbkdf2.verify('passwd', form(other))).toBe(false);
    expect(await pbkdf2.verify('passwd', form(part))).toBe(true);
  });
});
