import { Global, Module } from '@nestjs/common';
import { Random } from '#platform/random';
import { type CryptoConfig, cryptoSection } from './crypto.config.js';
import { HashMetrics } from './hash-metrics.js';
import { HashPool } from './hash-pool.js';
import { KeyRing } from './key-ring.js';
import { KeyVault } from './key-vault.js';
import { KeyVaultModule } from './key-vault.module.js';
import { loadMasterKey } from './master-key.js';
import { Sealer } from './sealer.js';

@Global()
@Module({
  imports: [KeyVaultModule],
  providers: [
    {
      provide: KeyRing,
      inject: [cryptoSection.token, Random, KeyVault],
      useFactory: (config: CryptoConfig, random: Random, vault: KeyVault) => vault.open(loadMasterKey(config, random)),
    },
    Sealer,
    HashPool,
    HashMetrics,
  ],
  exports: [KeyRing, Sealer, HashPool],
})
export class CryptoModule {}
