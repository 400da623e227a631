import { Injectable } from '@nestjs/common';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
}

/** Which methods each address takes; filled while the routes are registered. */
@Injectable()
export class RouteTable {
  private readonly routes: Route[] = [];

  add(methods: string | readonly string[], url: string): void {
    const source = url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : escapeRegExp(part)))
      .join('/');
    const pattern = new RegExp(`^${source.replace(/\/$/, '')}/?$`);
    for (const method of [methods].flat()) this.routes.push({ method, pattern });
  }

  methodsAt(url: string): string[] {
    const path = url.split(/[?#]/, 1)[0] ?? '';
    return [...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
