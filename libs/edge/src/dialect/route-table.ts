import { Injectable } from '@nestjs/common';

export interface Route {
  readonly method: string;
  /** As declared, with `:name` for parameters. */
  readonly path: string;
}

/** Every address of the service and the methods it takes; filled while the routes are registered. */
@Injectable()
export class RouteTable {
  private readonly routes: (Route & { readonly pattern: RegExp })[] = [];

  add(methods: string | readonly string[], path: string): void {
    const pattern = patternOf(path);
    for (const method of [methods].flat()) this.routes.push({ method, path, pattern });
  }

  list(): Route[] {
    return this.routes.map(({ method, path }) => ({ method, path }));
  }

  /** The methods that the address of that URL takes, none where there is nothing. */
  methodsAt(url: string): string[] {
    const path = url.split(/[?#]/, 1)[0] ?? '';
    return [...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : escapeRegExp(part)));
  return new RegExp(`^${parts.join('/').replace(/\/$/, '')}/?$`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
