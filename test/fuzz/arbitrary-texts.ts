import fc, { type Arbitrary } from 'fast-check';

/** Anything that a parser of texts could be handed, with much that looks like a token. */
export const anyText: Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.base64String({ maxLength: 200 }),
  fc.array(fc.base64String(), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
);

/** A text with one of its characters replaced, left out or doubled. */
export function alike(original: string): Arbitrary<string> {
  const place = fc.nat(original.length - 1);
  const piece = fc.oneof(fc.constant(''), fc.string({ minLength: 1, maxLength: 2 }));
  return fc
    .tuple(place, piece)
    .map(([at, put]) => original.slice(0, at) + put + original.slice(at + 1))
    .filter((changed) => changed !== original);
}
