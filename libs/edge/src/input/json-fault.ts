const STRING = /"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001F]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?/y;
const NAME = /true|false|null/y;
const SPACE = /[\t\n\r ]*/y;

/** Reads from left to right; `place` is where what comes next begins. */
class Cursor {
  place = 0;

  constructor(private readonly text: string) {
    this.skip(SPACE);
  }

  /** Goes past what is expected and the space behind it; stays where it is when something else is there. */
  take(expected: RegExp | string): boolean {
    if (typeof expected === 'string') {
      if (this.text[this.place] !== expected) return false;
      this.place += 1;
    } else if (!this.skip(expected)) return false;
    this.skip(SPACE);
    return true;
  }

  private skip(pattern: RegExp): boolean {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.place;
    if (!sticky.test(this.text)) return false;
    this.place = sticky.lastIndex;
    return true;
  }
}

/**
 * Where a text that is not JSON stops being it (RFC 8259), counted in UTF-16 units: the beginning of
 * the first thing that does not belong there, or the text's length when it ends too early. What JSON
 * engines say of it differs from one version to the next. The text must be known to be shallow.
 */
export function placeOfJsonFault(text: string): number {
  const cursor = new Cursor(text);
  takeValue(cursor);
  return cursor.place;
}

function takeValue(cursor: Cursor): boolean {
  if (cursor.take('{')) return cursor.take('}') || takeList(cursor, takeMember, '}');
  if (cursor.take('[')) return cursor.take(']') || takeList(cursor, takeValue, ']');
  return [STRING, NUMBER, NAME].some((scalar) => cursor.take(scalar));
}

function takeMember(cursor: Cursor): boolean {
  return cursor.take(STRING) && cursor.take(':') && takeValue(cursor);
}

function takeList(cursor: Cursor, takeOne: (cursor: Cursor) => boolean, end: string): boolean {
  do {
    if (!takeOne(cursor)) return false;
  } while (cursor.take(','));
  return cursor.take(end);
}
