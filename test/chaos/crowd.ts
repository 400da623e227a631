import { setTimeout as sleep } from 'node:timers/promises';
import type { Asking } from './asking.js';
import { Exchanges, Person } from './person.js';

const SETTLE_EVERY_MS = 100;

/** So many places at which one person comes after the other, signs up and does one more thing, until it is over. */
export class Crowd {
  readonly people: Person[] = [];
  private isOver = false;
  private readonly living: Promise<unknown>;

  constructor(
    private readonly name: string,
    places: number,
    private readonly asking: Asking,
  ) {
    this.living = Promise.all(Array.from({ length: places }, (_, place) => this.live(place)));
    // Told by `end`: until then nobody waits for it.
    this.living.catch(() => undefined);
  }

  /**
   * Nobody comes any more, and whoever is there has done what they were at. A second call changes nothing.
   *
   * @throws Error where somebody was refused or answered otherwise than documented
   */
  async end(): Promise<void> {
    this.isOver = true;
    await this.living;
  }

  private async live(place: number): Promise<void> {
    for (let count = 0; !this.isOver; count++) {
      const person = new Person(`${this.name}-${place}-${count}@example.com`, this.asking, new Exchanges());
      this.people.push(person);
      await person.signUp();
      await this.settle(person);
      await person.act();
      await this.settle(person);
    }
  }

  private async settle(person: Person): Promise<void> {
    while (!this.isOver && person.needsSettling && !(await person.settle())) await sleep(SETTLE_EVERY_MS);
  }
}
