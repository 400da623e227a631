import { Random } from '#platform/random';
import { KeyRing, Sealer, UnsealError } from './index.js';

const CONTEXT = 'clients.sealed_secret:1';

const sealer = new Sealer(new KeyRing(Buffer.alloc(32, 7)), new Random());

describe('Sealer', () => {
  it.each(['', 'secret', 'ü\u0000😀', 'x'.repeat(100_000)])('opens what it has sealed (%#)', (text) => {
    expect(sealer.open(sealer.seal(text, CONTEXT), CONTEXT)).toBe(text);
  });

  it('never seals alike, nor shows anything of what it seals', () => {
    const [one, other] = [sealer.seal('secret', CONTEXT), sealer.seal('secret', CONTEXT)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.slice(3), 'base64url').includes('secret')).toBe(false);
  });

  it('opens nothing that was altered in any bit', () => {
    const sealed = Buffer.from(sealer.seal('secret', CONTEXT).slice(3), 'base64url');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => sealer.open(`v1.${altered.toString('base64url')}`, CONTEXT)).toThrow(UnsealError);
    }
  });

  it('opens nothing in another place or under another key', () => {
    const sealed = sealer.seal('secret', CONTEXT);
    expect(() => sealer.open(sealed, 'clients.sealed_secret:2')).toThrow(UnsealError);
    const stranger = new Sealer(new KeyRing(Buffer.alloc(32, 8)), new Random());
    expect(() => stranger.open(sealed, CONTEXT)).toThrow(UnsealError);
  });

  it.each(['', 'v1.', 'v1', 'v2.AAAA', 'plain text', `v1.${'A'.repeat(36)}`, `v1.${'A'.repeat(38)}`])(
    'opens nothing that is no sealed value: %p',
    (text) => {
      expect(() => sealer.open(text, CONTEXT)).toThrow(UnsealError);
    },
  );

  it('opens nothing that was cut or lengthened', () => {
    const sealed = sealer.seal('a longer secret', CONTEXT);
    expect(() => sealer.open(sealed.slice(0, -4), CONTEXT)).toThrow(UnsealError);
    expect(() => sealer.open(`${sealed}AAAA`, CONTEXT)).toThrow(UnsealError);
  });

  it('fails another version of the form that carries the same bytes', () => {
    const sealed = sealer.seal('secret', CONTEXT);
    expect(() => sealer.open(sealed.replace('v1.', 'v2.'), CONTEXT)).toThrow(UnsealError);
  });
});
