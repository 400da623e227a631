import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Clock } from '#platform/clock';
import { Random } from './random.js';

const ID_BYTES = 16;
const COUNTER_BYTES = 4;

/**
 * Makes identifiers that sort by the moment of their making (UUIDv7, RFC 9562 §5.7), and those of one
 * millisecond and one process by their order: a counter from a random start goes before the random
 * bits (§6.2, method 1).
 */
@Injectable()
export class Ids {
  private msecs = Number.NaN;
  private counter = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  next(): string {
    const msecs = this.clock.now().getTime();
    // One bit is left for counting up: no millisecond has two thousand million ids in it.
    this.counter = msecs === this.msecs ? this.counter + 1 : this.random.bytes(COUNTER_BYTES).readUInt32BE() >>> 1;
    this.msecs = msecs;
    return v7({ msecs, seq: this.counter, random: this.random.bytes(ID_BYTES) });
  }
}
