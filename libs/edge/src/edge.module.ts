import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule, MetadataScanner } from '@nestjs/core';
import { EntryModule } from '#core/entry';
import { AccessGuard } from './access/access.guard.js';
import { AccessTable } from './access/access-table.js';
import { type Dialect, DIALECTS } from './dialect/dialect.js';
import { RouteTable } from './dialect/route-table.js';
import { RoutingExceptionFilter } from './dialect/routing-exception.filter.js';
import { TERRITORIES, type Territory } from './dialect/territory.js';

/** What holds at the HTTP border for every route alike: who may pass, and in whose words errors are told. */
@Global()
@Module({})
export class EdgeModule {
  /** @param others parts of the service that tell errors in their own way without being a dialect */
  static for(dialects: readonly Dialect[], others: readonly Territory[] = []): DynamicModule {
    return {
      module: EdgeModule,
      imports: [EntryModule, DiscoveryModule],
      providers: [
        RouteTable,
        AccessTable,
        MetadataScanner,
        RoutingExceptionFilter,
        { provide: DIALECTS, useValue: dialects },
        { provide: TERRITORIES, useValue: [...dialects, ...others] },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useExisting: RoutingExceptionFilter },
      ],
      exports: [RouteTable, AccessTable, RoutingExceptionFilter, DIALECTS, TERRITORIES],
    };
  }
}
