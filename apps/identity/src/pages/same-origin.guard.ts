import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type LinksConfig, linksSection } from '#core/links';
import { BadRequest } from '#edge';

/** Requests that change nothing (RFC 9110 §9.2.1). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `none`: typed, or from a bookmark, by nobody's page. */
const OWN_SITES: ReadonlySet<unknown> = new Set(['same-origin', 'none']);

/**
 * Lets a form be sent from our own pages alone. Browsers say in `Sec-Fetch-Site` where a request comes from (Fetch
 * Metadata §2.3); those that do not say so name an `Origin`. What names neither is no browser and carries nobody's
 * authority, and `null` is what an old one names on a page without referrers.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  private readonly ownOrigin: string;

  constructor(@Inject(linksSection.token) { publicUrl }: LinksConfig) {
    this.ownOrigin = new URL(publicUrl).origin;
  }

  /** @throws BadRequest 403 */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (SAFE.has(request.method) || this.isOwn(request)) return true;
    throw new BadRequest(403);
  }

  private isOwn({ headers, protocol, host }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    if (site !== undefined) return OWN_SITES.has(site);
    const origin = headers.origin ?? 'null';
    return origin === 'null' || origin === this.ownOrigin || origin === `${protocol}://${host}`;
  }
}
