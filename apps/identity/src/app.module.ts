import { type DynamicModule, Module } from '@nestjs/common';
import { AuditRetentionModule } from '#core/audit';
import { schema } from '#core/schema';
import { EdgeModule } from '#edge';
import { type Configuration, ConfigurationModule } from '#platform/config';
import { CryptoModule } from '#platform/crypto';
import { DatabaseModule } from '#platform/database';
import { FoundationModule } from '#platform/foundation';
import { MailDeliveryModule, MailModule } from '#platform/mail';
import { SweepingModule } from '#platform/sweeping';
import { administration } from './administration/index.js';
import { DIALECT_LIST } from './dialects/index.js';
import { DocumentsModule } from './documents/documents.module.js';
import { KeysModule } from './keys/keys.module.js';
import { MailboxModule } from './mailbox/mailbox.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PAGE_TERRITORIES } from './pages/page-territories.js';
import { PagesModule } from './pages/pages.module.js';
import { selfService } from './self-service/index.js';

/** The table of contents. */
@Module({})
export class AppModule {
  static with(configuration: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.with(configuration),
        FoundationModule,
        CryptoModule,
        DatabaseModule.with(schema),
        MailModule,
        MailDeliveryModule,
        EdgeModule.for(DIALECT_LIST, [...PAGE_TERRITORIES, selfService, administration]),
        ...DIALECT_LIST.map(({ module }) => module),
        AuditRetentionModule,
        SweepingModule,
        KeysModule,
        PagesModule,
        selfService.module,
        administration.module,
        MailboxModule.with(configuration),
        DocumentsModule,
        OperationsModule,
      ],
    };
  }
}
