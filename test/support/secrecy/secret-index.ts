/** Read once: in the realm of a test file every look at a global is slow. */
const { imul } = Math;

/** As many characters as are unlikely to stand in two texts by chance. */
export const PIECE = 12;

/** A power of it takes the first character of a window out of its sum. */
const BASE = 16_777_619;
const FIRST = Array.from({ length: PIECE - 1 }).reduce<number>((power) => imul(power, BASE), 1);
const BUCKETS = 1 << 16;

interface Kept {
  readonly name: string;
  /** What has to stand there for it to be found, from the characters on that the sum was made of. */
  readonly piece: string;
}

/**
 * Finds any number of secrets in a text in one pass over it (Rabin–Karp), so that everything said in a run can be
 * searched for everything kept secret in it.
 */
export class SecretIndex {
  private readonly bySum = new Map<number, Kept[]>();
  private readonly isTaken = new Uint8Array(BUCKETS);

  /** The whole of it has to stand somewhere, as it is or as JSON or an address writes it. */
  addWhole(name: string, value: string): void {
    // Half a surrogate pair has no form in an address.
    const inAddress = encodeURIComponent(Buffer.from(value).toString());
    const forms = [value, JSON.stringify(value).slice(1, -1), inAddress, inAddress.replaceAll('%20', '+')];
    for (const form of new Set(forms)) this.add({ name, piece: form });
  }

  /** A part of it is enough: its end, or one shortly before that, both of which are signature or chance in all tokens. */
  addParts(name: string, value: string): void {
    const before = Math.max(0, value.length - 3 * PIECE);
    this.add({ name, piece: value.slice(before, before + PIECE) });
    this.add({ name, piece: value.slice(-PIECE) });
  }

  /** The names of those that stand in the text. */
  foundIn(text: string): Set<string> {
    const found = new Set<string>();
    let sum = 0;
    for (let end = 0; end < text.length; end++) {
      if (end >= PIECE) sum = (sum - imul(text.charCodeAt(end - PIECE), FIRST)) | 0;
      sum = (imul(sum, BASE) + text.charCodeAt(end)) | 0;
      if (end < PIECE - 1 || this.isTaken[sum & (BUCKETS - 1)] === 0) continue;
      for (const { name, piece } of this.bySum.get(sum) ?? []) {
        if (text.startsWith(piece, end - PIECE + 1)) found.add(name);
      }
    }
    return found;
  }

  private add(kept: Kept): void {
    if (kept.piece.length < PIECE) return;
    let sum = 0;
    for (let at = 0; at < PIECE; at++) sum = (imul(sum, BASE) + kept.piece.charCodeAt(at)) | 0;
    this.isTaken[sum & (BUCKETS - 1)] = 1;
    const others = this.bySum.get(sum);
    if (others === undefined) this.bySum.set(sum, [kept]);
    else if (!others.some(({ piece }) => piece === kept.piece)) others.push(kept);
  }
}
