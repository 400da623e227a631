import { AccessTable, type CredentialKind } from '#edge';
import { GATE_STATES, type GateAnswer, type GateState, readGateTable } from '../../apps/identity/src/policy/index.js';
import { documentedInputs } from './documented.js';
import { asking, OPERATIONS, type Showing } from './operations.js';
import { canBe, heldIn } from './states.js';
import { type Asking, World } from './world.js';

/** In place of a status where there is nothing to try. */
const NOTHING = '–';

interface Way {
  readonly route: string;
  readonly credential: CredentialKind;
}

describe('the gate', () => {
  const { rows, reasons } = readGateTable();
  let world: World;
  let ways: Way[];

  beforeAll(async () => {
    // As in production: there, few wrong passwords make a lock.
    world = await World.begin({ LIMITS: 'strict' });
    ways = world.app.nest
      .get(AccessTable)
      .list()
      .flatMap(({ method, path, credentials = [] }) =>
        credentials.map((credential) => ({ route: `${method} ${path}`, credential })),
      );
  });
  afterAll(() => world.end());

  const named = ({ route, credential }: Way) => `${route} ${credential}`;

  function showingOf({ route, credential }: Way): Showing {
    const showing = OPERATIONS[route]?.shows[credential];
    if (!showing) throw new Error(`operations.ts does not say how ${route} is shown its ${credential}`);
    return showing;
  }

  /** A request that is as it should be, whichever key it comes with. */
  async function soundRequest(route: string): Promise<Asking> {
    const { shows, plain } = OPERATIONS[route] ?? { shows: {} };
    const [showing] = Object.values(shows);
    if (showing) return asking(route, showing, await heldIn('enabled', showing.source, world), world);
    const [method = '', path = ''] = route.split(' ');
    return { method, path, ...(await plain?.(world)) };
  }

  async function answerWithKey(route: string, state: GateState): Promise<GateAnswer> {
    if (state !== 'unknown' && state !== 'enabled') return NOTHING;
    const request = await soundRequest(route);
    return (await world.send({ ...request, ...(state === 'unknown' && { apiKey: 'guessed' }) })).status;
  }

  async function answerIn(state: GateState, way: Way): Promise<GateAnswer> {
    if (way.credential === 'api_key') return answerWithKey(way.route, state);
    const showing = showingOf(way);
    if (!canBe(state, showing.source)) return NOTHING;
    return (await world.send(asking(way.route, showing, await heldIn(state, showing.source, world), world))).status;
  }

  it('is asked by every route that takes a credential, as the table lists them', () => {
    expect(ways.length).toBeGreaterThan(40);
    expect(
      rows.map(({ method, path, credential }) => named({ route: `${method} ${path}`, credential })).sort(),
    ).toEqual(ways.map(named).sort());
  });

  it('knows of every public route whose documented inputs are named like a credential', async () => {
    const takingNone = world.app.nest.get(AccessTable).list();
    const suspects = (await documentedInputs(world.app))
      .filter(({ inputs }) => inputs.some((name) => /passw|secret|token|key|code|authorization/i.test(name)))
      .filter(({ route }) => !ways.some((way) => way.route === route && way.credential !== 'api_key'));

    // Where a password is chosen, none is shown.
    expect(suspects.map(({ route }) => route)).toEqual([
      'POST /dev/public-api/api/auth/sign-up',
      'POST /api/v3/auth/signup',
    ]);
    expect(takingNone.filter(({ credentials }) => credentials === undefined)).toEqual([]);
  });

  it('is told a reason wherever the table has no status', () => {
    const letters = rows.flatMap(({ answers }) => Object.values(answers)).filter((cell) => typeof cell === 'string');

    expect([...new Set(letters)].sort()).toEqual(Object.keys(reasons).sort());
  });

  it('answers what the table says, to each credential in each state', async () => {
    const seen: string[] = [];
    for (const way of ways) {
      const cells: GateAnswer[] = [];
      for (const state of GATE_STATES) cells.push(await answerIn(state, way));
      seen.push([named(way), ...cells].join(' '));
    }

    const told = rows.map(({ method, path, credential, answers }) => {
      const cells = GATE_STATES.map((state) => (typeof answers[state] === 'number' ? answers[state] : NOTHING));
      return [method, path, credential, ...cells].join(' ');
    });
    expect(seen.sort()).toEqual(told.sort());
  }, 120_000);

  it('lets the enabled in everywhere, and the disabled and the deleted nowhere', () => {
    const isSuccess = (cell: GateAnswer) => typeof cell === 'number' && cell < 300;

    // An invitation belongs to an address: the page that shows it asks for no account.
    const refused = rows.filter(({ method, path }) => `${method} ${path}` !== 'GET /account/invitation');

    expect(rows.filter(({ answers }) => !isSuccess(answers.enabled))).toEqual([]);
    expect(refused.filter(({ answers }) => isSuccess(answers.disabled) || isSuccess(answers.deleted))).toEqual([]);
    expect(rows.filter(({ answers }) => isSuccess(answers.unknown))).toEqual([]);
  });
});
