import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const PAGE = read('docs/security.md');

/** Where a page names a file of the repository. */
const NAMED = /`((?:apps|deployment|docs|libs|test)\/[^`\s]+|\.[\w.-]+\.mjs)`/g;
const LINKED = /\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)/g;

/** How many points each section of a chapter of ASVS 5.0 has, in order. */
const ASVS: Readonly<Record<number, readonly number[]>> = {
  6: [3, 12, 8, 6, 8, 4, 2, 4],
  7: [3, 4, 2, 5, 3, 2],
  9: [3, 4],
  10: [2, 3, 5, 16, 5, 2, 3],
  11: [4, 5, 5, 4, 2, 2, 2],
  16: [1, 5, 4, 3, 4],
};

const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1);
const chapter = (number: number) =>
  (ASVS[number] ?? []).flatMap((points, section) => upTo(points).map((point) => `${number}.${section + 1}.${point}`));

/** By what the heading of its table begins with: the points of a document that numbers them, in order. */
const POINTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.keys(ASVS).map((number) => [`OWASP ASVS 5.0, chapter ${number}:`, chapter(Number(number))]),
  ),
  'NIST SP 800-63B-4': upTo(9).map((point) => `3.1.1.2 (${point})`),
  'RFC 8725': upTo(12).map((point) => `3.${point}`),
  'RFC 9700': [
    ...['2.1', '2.1.1', '2.1.2', '2.2.1', '2.2.2', '2.3', '2.4', '2.5', '2.6'],
    ...upTo(17).map((point) => `4.${point}`),
  ],
  'RFC 6750': ['2.1', '2.2', '2.3', '3', '3.1'],
};

interface Row {
  readonly point: string;
  readonly asks: string;
  readonly stands: string;
  readonly by: string;
}

function rowsBelow(heading: string): Row[] {
  const [, section = ''] = PAGE.split(`\n### ${heading}`);
  const [table = ''] = section.split(/\n##/);
  const lines = table.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => {
    const [point = '', asks = '', stands = '', by = '', ...more] = line.slice(1, -1).split('|');
    expect(more).toEqual([]);
    return { point: point.trim(), asks: asks.trim(), stands: stands.trim(), by: by.trim() };
  });
}

const filesIn = (text: string) => Array.from(text.matchAll(NAMED), ([, path = '']) => path);
const isTest = (path: string) => /[.-]spec\.ts$/.test(path);

/** The address of a heading within its page. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string) => Array.from(page.matchAll(/^#+ (.+)$/gm), ([, heading = '']) => anchorOf(heading));

/** What a key is derived for, wherever the code says so. */
function purposes(): string[] {
  const files = readdirSync(join(ROOT, 'libs'), { recursive: true, encoding: 'utf8' });
  const sources = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => read(join('libs', file)))
    .filter((source) => source.includes('KeyRing'));
  const named = sources.flatMap((source) => source.match(/(?:KEY|PURPOSE) = (?:\{[^}]*\}|'[^']*')/g) ?? []);
  const spelled = sources.flatMap(
    (source) => source.match(/\.(?:(?:mac|digest)\('[^']*'(?=,)|keyFor\('[^']*')/g) ?? [],
  );
  const texts = [...named, ...spelled].flatMap((code) =>
    Array.from(code.matchAll(/'([^']*)'/g), ([, text = '']) => text),
  );
  return [...new Set(texts)];
}

describe('docs/security.md', () => {
  describe.each(Object.entries(POINTS))('on %s', (heading, points) => {
    const rows = rowsBelow(heading);

    it('has each point once, in order', () => {
      const numbered = rows.map(({ point }) => point).filter((point) => /^[\d.]+( \(\d\))?$/.test(point));
      expect(numbered).toEqual(points);
      expect(new Set(rows.map(({ point }) => point)).size).toBe(rows.length);
    });

    it('says of each how it stands, and by what or why', () => {
      for (const row of rows) {
        expect(row.asks).not.toBe('');
        expect(row.by).not.toBe('');
        expect(['met by', 'open', 'not applicable']).toContain(row.stands);
        if (row.stands !== 'met by') continue;
        const files = filesIn(row.by);
        const named = {
          code: files.some((path) => !isTest(path)) || row.by.includes('](#'),
          tests: files.some(isTest),
        };
        expect({ ...row, ...named }).toEqual({ ...row, code: true, tests: true });
      }
    });
  });

  it('tells of every key that is derived', () => {
    const [, keys = ''] = PAGE.split('\n## Keys\n');
    const [section = ''] = keys.split('\n## ');
    const told = Array.from(section.matchAll(/`([^`]+)`/g), ([, text]) => text);

    expect(purposes().length).toBeGreaterThan(10);
    expect(purposes().filter((purpose) => !told.includes(purpose))).toEqual([]);
  });
});

describe.each(['docs/security.md', 'SECURITY.md'])('%s', (path) => {
  const page = read(path);

  it('names no file that is not there', () => {
    expect(filesIn(page).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('links to nothing that is not there', () => {
    const dead = Array.from(page.matchAll(LINKED)).filter(([, file = '', anchor]) => {
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});
