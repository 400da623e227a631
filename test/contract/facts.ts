import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The dialects whose facts are written down. */
export const DIALECT_NAMES = ['authservice', 'kleister', 'gravscale', 'cadenza', 'nap'] as const;

export type DialectName = (typeof DIALECT_NAMES)[number];

/** One value on the wire, as far as its documentation says. */
export interface Shape {
  /** The JSON type; absent where the value is a model. */
  type?: string;
  format?: string;
  model?: string;
  /** Of a list: the JSON type or the model of its elements. */
  items?: string;
  /** Of a choice without a name: the JSON types. */
  anyOf?: string[];
  nullable?: boolean;
  enum?: string[];
  default?: unknown;
  minLength?: number;
  maxLength?: number;
}

export interface Parameter extends Shape {
  /** What generated clients call it. */
  argument: string;
  /** What it is called on the wire. */
  name: string;
  in: string;
  required: boolean;
  example?: unknown;
}

export interface Body {
  /** What generated clients call it. */
  argument: string;
  model: string;
  required: boolean;
  contentTypes: string[];
}

export interface Header extends Shape {
  name: string;
  required: boolean;
}

export interface Response {
  description: string;
  headers: Header[];
  /** The model of each content type; several models that may be it are joined by ` | `. */
  content: Record<string, string>;
}

export interface Operation {
  verb: string;
  /** Relative to the server. */
  path: string;
  tags: string[];
  /** The class of generated clients that has the method. */
  apiClass: string;
  summary: string;
  /** In the order in which generated clients take them. */
  parameters: Parameter[];
  body: Body | null;
  returns: string;
  accept: string[];
  /** The security schemes; empty where the operation asks for none. */
  authorization: string[];
  responses: Record<string, Response>;
}

export interface Model extends Shape {
  fields?: Record<string, Shape & { required: boolean }>;
}

/** What the documentation of one API states: names, places, types, codes and short labels. */
export interface Facts {
  servers: string[];
  /** By the name that generated clients give the method. */
  operations: Record<string, Operation>;
  securitySchemes: Record<string, Record<string, unknown>>;
  models: Record<string, Model>;
}

export function statedFacts(dialect: DialectName): Facts {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'facts', `${dialect}.json`), 'utf8')) as Facts;
}
