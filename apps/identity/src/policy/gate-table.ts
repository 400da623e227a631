import type { AccessTable, CredentialKind } from '#edge';
import { GATE_TABLE } from './gate.table.js';

const ROW = /^(GET|POST|PUT|PATCH|DELETE|ANY) /;

/** What an account, or a credential of it, can be when somebody comes to the gate. */
export const GATE_STATES = [
  'unknown',
  'enabled',
  'disabled',
  'deleted',
  'unverified',
  'locked',
  'banned',
  'changed',
  'ended',
  'expired',
  'rotated',
] as const;

export type GateState = (typeof GATE_STATES)[number];

/** A status; `in` for whatever is answered to who has been let in; or the letter of the reason why that cannot be. */
export type GateAnswer = number | string;

/** What one route answers to one credential; `ANY` method at a path that ends in `*` stands for all routes below it. */
export interface GateRow {
  readonly method: string;
  readonly path: string;
  readonly credential: CredentialKind;
  readonly answers: Readonly<Record<GateState, GateAnswer>>;
}

/** A route and one credential that it takes. */
export type WayIn = Pick<GateRow, 'method' | 'path' | 'credential'>;

/** Every way into the application, as its routes say it. */
export function waysInto(table: AccessTable): WayIn[] {
  return table
    .list()
    .flatMap(({ method, path, credentials = [] }) => credentials.map((credential) => ({ method, path, credential })));
}

/** The whole table, and the reasons for its letters. */
export interface GatePolicy {
  readonly rows: readonly GateRow[];
  readonly reasons: Readonly<Record<string, string>>;
}

/** The row of one way in, by name if it has one of its own. */
export function rowOf({ method, path, credential }: WayIn, rows: readonly GateRow[]): GateRow | undefined {
  const candidates = rows.filter((row) => row.credential === credential);
  return (
    candidates.find((row) => row.method === method && row.path === path) ??
    candidates.find((row) => row.method === 'ANY' && path.startsWith(row.path.slice(0, -1)))
  );
}

/** @throws Error for a line that is neither a row, nor a reason, nor a heading */
export function readGateTable(text: string = GATE_TABLE): GatePolicy {
  const lines = text.split('\n').map((line) => line.trim());
  const reasons = lines.flatMap((line) => {
    const [, letter, reason] = /^([a-z]) {2,}(.+)$/.exec(line) ?? [];
    return letter !== undefined && reason !== undefined ? [[letter, reason] as const] : [];
  });
  return { rows: lines.flatMap((line) => rowIn(line)), reasons: Object.fromEntries(reasons) };
}

function rowIn(line: string): GateRow[] {
  if (!ROW.test(line)) return [];
  const [method = '', path = '', credential = '', ...cells] = line.split(/ +/);
  if (cells.length !== GATE_STATES.length)
    throw new Error(`The gate's table has a row of ${cells.length} cells: ${line}`);
  const answers = GATE_STATES.map((state, place) => [state, answerIn(cells[place] ?? '')] as const);
  return [
    {
      method,
      path,
      credential: credential as CredentialKind,
      answers: Object.fromEntries(answers) as Record<GateState, GateAnswer>,
    },
  ];
}

function answerIn(cell: string): GateAnswer {
  return /^\d{3}$/.test(cell) ? Number(cell) : cell;
}
