import type { OpenAPIObject } from '@nestjs/swagger';
import { dump } from 'js-yaml';
import { sha256 } from '#platform/crypto';

/** A document as it travels. */
export interface PublishedFile {
  readonly text: string;
  readonly mediaType: string;
  /** Changes whenever the text does (RFC 9110 §8.8.3). */
  readonly etag: string;
}

const FORMATS = {
  json: {
    mediaType: 'application/json; charset=utf-8',
    write: (document: OpenAPIObject) => `${JSON.stringify(document, null, 2)}\n`,
  },
  yaml: {
    mediaType: 'application/yaml; charset=utf-8',
    write: (document: OpenAPIObject) => dump(document, { noRefs: true }),
  },
} as const;

export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];

export function toFile(document: OpenAPIObject, format: Format): PublishedFile {
  const { mediaType, write } = FORMATS[format];
  const text = write(document);
  return { text, mediaType, etag: `"${sha256(text).toString('base64url')}"` };
}
