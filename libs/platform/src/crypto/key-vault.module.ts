import { Module } from '@nestjs/common';
import { KeyVault } from './key-vault.js';
import { MasterKeyChange } from './master-key-change.js';

/** The keys as they are kept, for the ring and for whoever changes the master key. */
@Module({ providers: [KeyVault, MasterKeyChange], exports: [KeyVault, MasterKeyChange] })
export class KeyVaultModule {}
