import { Module } from '@nestjs/common';
import { RateCounter } from './rate-counter.js';

/** Apart from the foundation, so that a command which counts nothing needs no Redis. */
@Module({ providers: [RateCounter], exports: [RateCounter] })
export class RateCounterModule {}
