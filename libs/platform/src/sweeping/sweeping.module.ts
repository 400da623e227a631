import { Module } from '@nestjs/common';
import { Sweeper } from './sweeper.js';

/** For the one application that stays up; a tool that ends at once removes nothing. */
@Module({ providers: [Sweeper], exports: [Sweeper] })
export class SweepingModule {}
