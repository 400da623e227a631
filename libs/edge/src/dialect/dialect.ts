import type { Type } from '@nestjs/common';
import type { DocumentBuilder } from '@nestjs/swagger';
import type { ConfigSection } from '#platform/config';
import type { DialectExceptionFilter, SpokenError } from './dialect-exception-filter.js';

/** One documented API, as the application takes it up. */
export interface Dialect {
  /** Its name in URLs of documents, in records and in logs. */
  readonly name: string;
  /** The heading of its published document. */
  readonly title: string;
  readonly description: string;
  readonly version: string;
  /** What its document's paths are relative to; empty for the server's root. */
  readonly basePath: string;
  /** Below this path everything that goes wrong is told in this dialect. */
  readonly territory: string;
  readonly module: Type;
  readonly errors: DialectExceptionFilter<SpokenError>;
  /** Settings of its own. */
  readonly sections?: readonly ConfigSection<unknown>[];
  /** Security schemes by the names that its document uses. */
  readonly securitySchemes?: Readonly<Record<string, Parameters<DocumentBuilder['addSecurity']>[1]>>;
}

/** Where the application provides all dialects for injection. */
export const DIALECTS = Symbol('edge:dialects');

/** The dialect in whose territory a path lies; a trailing slash or query makes no difference. */
export function dialectAt(dialects: readonly Dialect[], url: string): Dialect | undefined {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return dialects
    .filter(({ territory }) => path === territory || path.startsWith(`${territory}/`))
    .sort((one, other) => other.territory.length - one.territory.length)[0];
}
