import { Global, Module } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { TxtRecords } from '#platform/dns';
import { Metrics } from '#platform/metrics';
import { Ids, Random } from '#platform/random';

const PROVIDERS = [Clock, Random, Ids, TxtRecords, Metrics];

/** What every layer above takes for granted: time, ids, randomness, names on the network, metrics. */
@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class FoundationModule {}
