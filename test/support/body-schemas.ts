import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

export type Schema = Readonly<Record<string, unknown>>;

export interface Components {
  readonly schemas?: Readonly<Record<string, Schema>>;
}

/** Keywords of OpenAPI that say nothing about validity. */
const ANNOTATIONS = ['components', 'example', 'externalDocs', 'xml'];

/** The schemas of one document, closed: what a schema does not mention must not be there. */
export class BodySchemas {
  private readonly ajv = formats.default(new Ajv({ allErrors: true, allowUnionTypes: true }));
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly components: Components = {}) {
    this.ajv.addVocabulary(ANNOTATIONS);
  }

  has(name: string): boolean {
    return name in (this.components.schemas ?? {});
  }

  /** What is wrong with a value; empty where it fits. */
  faultsIn(value: unknown, schema: Schema, subject: string): string[] {
    const validate = this.compile(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
      const surplus = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : '';
      return `${subject}${instancePath} ${message}${surplus}`;
    });
  }

  private compile(schema: Schema): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = this.compiled.get(key);
    if (known) return known;
    const made = this.ajv.compile(closed({ ...schema, components: this.components }) as Schema);
    this.compiled.set(key, made);
    return made;
  }
}

/** The same schema without room for properties that it does not mention, at any depth. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (!(value instanceof Object)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  const isOpenObject = inner.properties instanceof Object && inner.type === 'object';
  return isOpenObject ? { additionalProperties: false, ...inner } : inner;
}
