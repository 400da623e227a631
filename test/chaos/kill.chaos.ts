import { setTimeout as sleep } from 'node:timers/promises';
import { AuditModule, AuditService } from '#core/audit';
import { startCore } from '../support/core-fixture.js';
import { ServiceProcess } from '../support/service-process.js';
import { Asking } from './asking.js';
import { ENGINES, type Ground, hasPostgres, say } from './engines.js';
import { halvesOfAccounts, integrityFaults } from './integrity.js';
import { Exchanges, Person } from './person.js';

const OPERATIONS = Number(process.env.CHAOS_OPERATIONS ?? 5000);
const PEOPLE_AT_ONCE = 12;
const STEPS_OF_EACH = 6;
/** The service lives for so long between two deaths. */
const LIFE_MS = { min: 1000, max: 4000 };

it('has both databases to try', () => {
  expect(ENGINES).toHaveLength(hasPostgres ? 2 : 1);
});

describe.each(ENGINES)('a service on %s that is killed again and again', (name, prepare) => {
  let ground: Ground;
  let service: ServiceProcess;
  let asking: Asking;
  let exchanges: Exchanges;
  let people: Person[];
  let kills: number;
  let isOver: boolean;

  beforeAll(async () => {
    ground = await prepare();
    service = await ServiceProcess.start({ TRUST_PROXY: '1', LOG_LEVEL: 'silent' }, { database: ground.database });
    asking = new Asking(service.url);
    exchanges = new Exchanges();
    people = [];
    kills = 0;
    isOver = false;
    await Promise.all([killNowAndThen(), ...Array.from({ length: PEOPLE_AT_ONCE }, live)]);
  });

  afterAll(async () => {
    await service.stop();
    await ground.clear();
  });

  const steps = () => asking.acknowledged + asking.cut;

  /** One person after the other, each with a few steps, until enough has been done. */
  async function live(): Promise<void> {
    for (let count = 0; steps() < OPERATIONS; count++) {
      const person = new Person(`person-${people.length}-${count}@example.com`, asking, exchanges);
      people.push(person);
      await person.signUp();
      for (let step = 0; step < STEPS_OF_EACH && person.exists && !person.needsSettling; step++) await person.act();
      while (person.needsSettling && !(await person.settle())) await sleep(50);
      person.rest();
    }
    isOver = true;
  }

  async function killNowAndThen(): Promise<void> {
    while (!isOver) {
      await sleep(LIFE_MS.min + Math.random() * (LIFE_MS.max - LIFE_MS.min));
      const before = asking.acknowledged;
      await service.kill();
      await service.launch();
      kills++;
      await mustHaveKept(before);
    }
  }

  /** Whoever is at rest has what was promised to them, right after the restart. */
  async function mustHaveKept(before: number): Promise<void> {
    const resting = people.filter((person) => person.isAtRest).slice(-PEOPLE_AT_ONCE);
    let found = 0;
    for (const person of resting) found += (await person.settle()) ? 1 : 0;
    say(`${name}, kill ${kills}: ${before} writes acknowledged; ${found} of ${resting.length} people looked at, found`);
    expect(found).toBe(resting.length);
  }

  it('has lost nothing that it acknowledged', async () => {
    let found = 0;
    for (const person of people) found += (await person.settle()) ? 1 : 0;
    say(`${name}: ${asking.acknowledged} writes acknowledged, ${asking.cut} cut short, ${kills} kills`);
    say(`${name}: ${found} of ${people.length} people have all that was promised to them`);
    expect(found).toBe(people.length);
    expect(kills).toBeGreaterThan(0);
  });

  it('has let no refresh token work for two things', () => {
    say(`${name}: ${exchanges.size} refresh tokens exchanged`);
    expect(exchanges.doubled()).toEqual([]);
  });

  it('has left no account half made', async () => {
    expect(await halvesOfAccounts(ground.database)).toEqual([]);
  });

  it('has a database that passes its own checks', async () => {
    expect(await integrityFaults(ground.database)).toEqual([]);
  });

  it('has an audit log that is whole', async () => {
    const core = await startCore([AuditModule], { files: { ...ground.database, drop: async () => undefined } });
    const verdict = await core.get(AuditService).verify();
    await core.close();
    say(`${name}: the audit log holds ${verdict.isWhole ? verdict.events : 0} events`);
    expect(verdict).toMatchObject({ isWhole: true });
  });
});
