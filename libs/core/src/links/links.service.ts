import { Inject, Injectable } from '@nestjs/common';
import { type LinksConfig, linksSection } from './links.config.js';

/** Paths of the pages that mails lead to. */
export const PAGE_PATHS = {
  verifyEmail: '/account/verify-email',
  resetPassword: '/account/reset-password',
  acceptInvitation: '/account/invitation',
} as const;

export type PageName = keyof typeof PAGE_PATHS;

/** Builds the links that go out in mails, never from anything that a request says. */
@Injectable()
export class Links {
  constructor(@Inject(linksSection.token) private readonly config: LinksConfig) {}

  to(page: PageName, token: string): string {
    return `${this.config.publicUrl}${PAGE_PATHS[page]}?${new URLSearchParams({ token }).toString()}`;
  }
}
