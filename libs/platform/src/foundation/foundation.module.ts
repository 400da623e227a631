import { Global, Module } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { TxtRecords } from '#platform/dns';
import { Metrics } from '#platform/metrics';
import { Ids, Random } from '#platform/random';
import { Sweeps } from '#platform/sweeping';
import { PrimaryLink } from '#platform/workers';

const PROVIDERS = [Clock, Random, Ids, TxtRecords, Metrics, Sweeps, PrimaryLink];

/**
 * What every layer above takes for granted: time, ids, randomness, names on the network, metrics, the list of what is
 * to be removed, and the process that started this one.
 */
@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class FoundationModule {}
