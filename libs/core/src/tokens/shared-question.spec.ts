import { SharedQuestion } from './shared-question.js';

/** Holds every question until the test answers it. */
class Oracle {
  readonly put: { answer: () => void; fail: () => void }[] = [];
  readonly question = new SharedQuestion(
    () =>
      new Promise((resolve, reject) => {
        this.put.push({ answer: resolve, fail: () => reject(new Error('no answer')) });
      }),
  );
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

let oracle: Oracle;
let told: string[];

const ask = (name: string) =>
  oracle.question.ask().then(
    () => told.push(name),
    () => told.push(`${name} failed`),
  );

beforeEach(() => {
  oracle = new Oracle();
  told = [];
});

it('is put once for all who come while another is under way, and after that one', async () => {
  const early = ask('early');
  const late = ['late', 'later'].map((name) => ask(name));
  await turn();
  expect(oracle.put).toHaveLength(1);

  oracle.put[0]?.answer();
  await early;
  await turn();
  expect([told, oracle.put.length]).toEqual([['early'], 2]);

  oracle.put[1]?.answer();
  await Promise.all(late);
  expect([told, oracle.put.length]).toEqual([['early', 'late', 'later'], 2]);
});

it('is put anew by whoever comes when none is under way', async () => {
  const first = ask('first');
  oracle.put[0]?.answer();
  await first;
  const second = ask('second');
  expect(oracle.put).toHaveLength(2);
  oracle.put[1]?.answer();
  await second;
  expect(told).toEqual(['first', 'second']);
});

it('that fails is told to its own askers, and the next one is put all the same', async () => {
  const first = ask('first');
  const second = ask('second');
  oracle.put[0]?.fail();
  await first;
  await turn();
  oracle.put[1]?.answer();
  await second;
  expect(told).toEqual(['first failed', 'second']);
});
