import type { Type } from '@nestjs/common';
import type { DocumentBuilder, OpenAPIObject } from '@nestjs/swagger';
import type { ConfigSection } from '#platform/config';
import type { DialectExceptionFilter, SpokenError } from './dialect-exception-filter.js';
import type { Territory } from './territory.js';

/** A part of the service that has a document of its own. */
export interface DocumentedPart {
  /** Its name in URLs of documents, in records and in logs. */
  readonly name: string;
  /** The heading of its published document. */
  readonly title: string;
  readonly description: string;
  readonly version: string;
  /** What its document's paths are relative to; empty for the server's root. */
  readonly basePath: string;
  readonly module: Type;
  /** Security schemes by the names that its document uses. */
  readonly securitySchemes?: Readonly<Record<string, Parameters<DocumentBuilder['addSecurity']>[1]>>;
  /** Models of its document that are no objects, for which no class can stand. */
  readonly schemas?: NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
}

/** One documented API, as the application takes it up. */
export interface Dialect extends DocumentedPart, Territory {
  readonly name: string;
  readonly errors: DialectExceptionFilter<SpokenError>;
  /** Settings of its own. */
  readonly sections?: readonly ConfigSection<unknown>[];
}

/** Where the application provides all dialects for injection. */
export const DIALECTS = Symbol('edge:dialects');
