import { AccessTable } from '#edge';
import {
  GATE_STATES,
  type GateAnswer,
  type GateState,
  readGateTable,
  rowOf,
  type WayIn,
  waysInto,
} from '../../apps/identity/src/policy/index.js';
import { documentedInputs } from './documented.js';
import { asking, operationOf, type Showing } from './operations.js';
import type { Held, SourceName } from './sources.js';
import { canBe, heldIn } from './states.js';
import { type Asking, World } from './world.js';

/** In place of a status where there is nothing to try. */
const NOTHING = '–';

/** What is answered to who has not been let in, or not been served. */
const SHUT = [401, 403, 429];

describe('the gate', () => {
  const { rows, reasons } = readGateTable();
  let world: World;
  let ways: WayIn[];

  beforeAll(async () => {
    // As in production: there, few wrong passwords make a lock.
    world = await World.begin({ LIMITS: 'strict' });
    ways = waysInto(world.app.nest.get(AccessTable));
  });
  afterAll(() => world.end());

  const routeOf = ({ method, path }: WayIn) => `${method} ${path}`;
  const named = (way: WayIn) => `${routeOf(way)} ${way.credential}`;

  function showingOf(way: WayIn): Showing | undefined {
    const operation = operationOf(routeOf(way));
    const showing = operation?.shows[way.credential];
    if (!showing && way.credential !== 'api_key') {
      throw new Error(`operations.ts does not say how ${routeOf(way)} is shown its ${way.credential}`);
    }
    return showing;
  }

  /** A request that is as it should be, whichever key it comes with. */
  async function soundRequest(route: string): Promise<Asking> {
    const { shows, plain } = operationOf(route) ?? { shows: {} };
    const [showing] = Object.values(shows);
    if (showing) return asking(route, showing, await heldIn('enabled', showing.source, world), world);
    const [method = '', path = ''] = route.split(' ');
    return { method, path, ...(await plain?.(world)) };
  }

  /** For keys that are told at the start, and travel beside what else a route takes. */
  async function answerWithKey(route: string, state: GateState): Promise<GateAnswer> {
    if (state !== 'unknown' && state !== 'enabled') return NOTHING;
    const request = await soundRequest(route);
    return (await world.send({ ...request, ...(state === 'unknown' && { apiKey: 'guessed' }) })).status;
  }

  async function answerIn(state: GateState, way: WayIn, shared: Map<SourceName, Held>): Promise<GateAnswer> {
    const showing = showingOf(way);
    if (!showing) return answerWithKey(routeOf(way), state);
    const { source } = showing;
    if (!canBe(state, source)) return NOTHING;
    const held = shared.get(source) ?? (await heldIn(state, source, world));
    // Where one guard stands before many routes, the same token is shown to all of them.
    if (rowOf(way, rows)?.method === 'ANY' && way.credential === 'access_token') shared.set(source, held);
    return (await world.send(asking(routeOf(way), showing, held, world))).status;
  }

  /** The status, or whether it is one that only those get who were let in, where the table says no more. */
  function told(answer: GateAnswer, expected: GateAnswer | undefined): GateAnswer {
    const isIn = typeof answer === 'number' && answer < 500 && !SHUT.includes(answer);
    return expected === 'in' && isIn ? 'in' : answer;
  }

  it('is asked by every route that takes a credential, and the table has a row for each and no other', () => {
    expect(ways.length).toBeGreaterThan(40);
    expect(ways.filter((way) => !rowOf(way, rows)).map(named)).toEqual([]);
    expect(rows.filter((row) => !ways.some((way) => rowOf(way, rows) === row)).map(named)).toEqual([]);
  });

  it('knows of every public route whose documented inputs are named like a credential', async () => {
    const suspects = (await documentedInputs(world.app))
      .filter(({ inputs }) => inputs.some((name) => /passw|secret|token|key|code|authorization/i.test(name)))
      .filter(({ route }) => !ways.some((way) => routeOf(way) === route && way.credential !== 'api_key'));

    // Where a password is chosen, none is shown.
    expect(suspects.map(({ route }) => route)).toEqual([
      'POST /dev/public-api/api/auth/sign-up',
      'POST /api/v3/auth/signup',
    ]);
  });

  it('is told a reason wherever the table has no status', () => {
    const letters = rows
      .flatMap(({ answers }) => Object.values(answers))
      .filter((cell) => typeof cell === 'string' && cell !== 'in');

    expect([...new Set(letters)].sort()).toEqual(Object.keys(reasons).sort());
  });

  it('answers what the table says, to each credential in each state', async () => {
    const seen = ways.map((way) => [named(way)]);
    for (const state of GATE_STATES) {
      const shared = new Map<SourceName, Held>();
      for (const [place, way] of ways.entries()) {
        const answer = await answerIn(state, way, shared);
        seen[place]?.push(String(told(answer, rowOf(way, rows)?.answers[state])));
      }
    }

    const expected = ways.map((way) => {
      const cells = GATE_STATES.map((state) => rowOf(way, rows)?.answers[state] ?? '');
      return [named(way), ...cells.map((cell) => (cell in reasons ? NOTHING : String(cell)))];
    });
    const asText = (table: string[][]) => table.map((cells) => cells.join(' '));
    expect(asText(seen)).toEqual(asText(expected));
    process.stdout.write(`${ways.length} ways in were walked in ${GATE_STATES.length} states\n`);
  });

  it('lets the enabled in everywhere, and the disabled and the deleted nowhere', () => {
    const isSuccess = (cell: GateAnswer) => cell === 'in' || (typeof cell === 'number' && cell < 300);

    // An invitation belongs to an address: the page that shows it asks for no account.
    const refusing = rows.filter(({ method, path }) => `${method} ${path}` !== 'GET /account/invitation');

    expect(rows.filter(({ answers }) => !isSuccess(answers.enabled))).toEqual([]);
    expect(refusing.filter(({ answers }) => isSuccess(answers.disabled) || isSuccess(answers.deleted))).toEqual([]);
    expect(rows.filter(({ answers }) => isSuccess(answers.unknown))).toEqual([]);
  });
});
