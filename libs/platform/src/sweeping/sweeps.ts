import { Injectable } from '@nestjs/common';

/** One kind of rows that are over some day. */
export interface Sweep {
  /** What logs call it. */
  readonly name: string;
  /** Removes at most so many of those that are over at this moment, in one short transaction, and tells how many. */
  removeSome(limit: number): Promise<number>;
}

/** Where every module hands in how its own rows are removed once they are over. */
@Injectable()
export class Sweeps {
  private readonly sweeps: Sweep[] = [];

  get all(): readonly Sweep[] {
    return this.sweeps;
  }

  add(...sweeps: Sweep[]): void {
    this.sweeps.push(...sweeps);
  }
}
