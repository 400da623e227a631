import { Global, Module } from '@nestjs/common';
import { Random } from '#platform/random';
import { type CryptoConfig, cryptoSection } from './crypto.config.js';
import { HashMetrics } from './hash-metrics.js';
import { HashPool } from './hash-pool.js';
import { KeyRing } from './key-ring.js';
import { loadMasterKey } from './master-key.js';
import { Sealer } from './sealer.js';

@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [cryptoSection.token, Random],
      useFactory: (config: CryptoConfig, random: Random) => new KeyRing(loadMasterKey(config, random)),
    },
    Sealer,
    HashPool,
    HashMetrics,
  ],
  exports: [KeyRing, Sealer, HashPool],
})
export class CryptoModule {}
