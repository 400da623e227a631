import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Clock } from '#platform/clock';
import { Random } from './random.js';

/** Makes identifiers that sort by the moment of their making (UUIDv7, RFC 9562 §5.7). */
@Injectable()
export class Ids {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  next(): string {
    return v7({ msecs: this.clock.now().getTime(), random: this.random.bytes(16) });
  }
}
