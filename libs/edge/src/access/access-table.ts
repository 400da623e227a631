import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Route } from '../dialect/route-table.js';
import { ACCEPTED, DEMANDED } from './access.decorators.js';
import type { CredentialKind } from './credentials.js';

/** A route and every credential that it takes; undefined where it does not say, and so lets nobody in. */
export interface RouteAccess extends Route {
  readonly credentials: readonly CredentialKind[] | undefined;
}

type Handler = (...args: never) => unknown;

/** What each route of the running application accepts, read off its own controllers. */
@Injectable()
export class AccessTable {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Every route, in the order of paths and methods. */
  list(): RouteAccess[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? this.routesOf(metatype as Type) : []))
      .sort((one, other) => compare(one.path, other.path) || compare(one.method, other.method));
  }

  private routesOf(controller: Type): RouteAccess[] {
    const prototype = controller.prototype as Readonly<Record<string, Handler>>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const method = handler && this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      return handler && method !== undefined ? this.routesAt(controller, handler, method) : [];
    });
  }

  private routesAt(controller: Type, handler: Handler, method: RequestMethod): RouteAccess[] {
    const credentials = this.credentialsOf(controller, handler);
    return this.pathsOf(controller).flatMap((base) =>
      this.pathsOf(handler).map((path) => ({ method: RequestMethod[method], path: joined(base, path), credentials })),
    );
  }

  private pathsOf(target: Type | Handler): string[] {
    return [this.reflector.get<string | string[]>(PATH_METADATA, target)].flat();
  }

  private credentialsOf(controller: Type, handler: Handler): readonly CredentialKind[] | undefined {
    const accepted = this.reflector.getAllAndOverride<readonly CredentialKind[] | undefined>(ACCEPTED, [
      handler,
      controller,
    ]);
    const demanded = this.reflector.getAllAndMerge<CredentialKind[]>(DEMANDED, [handler, controller]);
    return accepted && [...new Set([...accepted, ...demanded])];
  }
}

function joined(base: string, path: string): string {
  const parts = `${base}/${path}`.split('/').filter((part) => part !== '');
  return `/${parts.join('/')}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
