/**
 * The same text in memory of its own, for whatever keeps it. A text that was cut out of a longer one, such as an address
 * out of a header, otherwise holds on to all of that one; one that was put together, to each of its pieces.
 */
export function ownCopy(text: string): string {
  // Nothing but UTF-16 gives every text back as it was, halves of surrogate pairs included.
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
