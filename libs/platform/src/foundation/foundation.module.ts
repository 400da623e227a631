import { Global, Module } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { RateCounter } from '#platform/limits';
import { Ids, Random } from '#platform/random';

/** What every layer above takes for granted: time, ids, randomness, counting. */
@Global()
@Module({ providers: [Clock, Random, Ids, RateCounter], exports: [Clock, Random, Ids, RateCounter] })
export class FoundationModule {}
