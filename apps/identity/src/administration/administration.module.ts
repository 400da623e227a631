import { Module } from '@nestjs/common';
import { AdministrationModule } from '#core/administration';
import { AccountsController } from './accounts/accounts.controller.js';

@Module({ imports: [AdministrationModule], controllers: [AccountsController] })
export class AdministrationApiModule {}
