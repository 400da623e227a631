import { isPrintable } from '#core/users';
import { OrganizationInvalid } from './errors.js';

const SLUG = /^[a-z\d]+(-[a-z\d]+)*$/;
const SLUG_MAX_LENGTH = 64;
const NAME_MAX_LENGTH = 255;
const DESCRIPTION_MAX_LENGTH = 4096;
const URL_MAX_LENGTH = 2048;
const SETTINGS_MAX_BYTES = 64 * 1024;

/** What an organisation says of itself, and may change. */
export interface OrganizationFacts {
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly avatarUrl: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** By field: what it has to be, and whether it is. */
const RULES: {
  readonly [Field in keyof OrganizationFacts]: readonly [string, (value: OrganizationFacts[Field]) => boolean];
} = {
  name: [
    `must be a text of 1 to ${NAME_MAX_LENGTH} characters without control characters`,
    (name) => name.trim() !== '' && name.length <= NAME_MAX_LENGTH && isPrintable(name),
  ],
  slug: [
    `must be 1 to ${SLUG_MAX_LENGTH} small letters, digits and single hyphens between them`,
    (slug) => slug.length <= SLUG_MAX_LENGTH && SLUG.test(slug),
  ],
  description: [
    `must be a text of at most ${DESCRIPTION_MAX_LENGTH} characters without control characters`,
    (text) => text === null || (text.length <= DESCRIPTION_MAX_LENGTH && isPrintable(text.replace(/[\n\t]/g, ''))),
  ],
  avatarUrl: [`must be an http or https URL of at most ${URL_MAX_LENGTH} characters`, isWebUrl],
  settings: [
    `must be at most ${SETTINGS_MAX_BYTES} bytes as JSON`,
    (settings) => Buffer.byteLength(JSON.stringify(settings)) <= SETTINGS_MAX_BYTES,
  ],
};

/** @throws OrganizationInvalid */
export function mustHold(facts: Partial<OrganizationFacts>): void {
  for (const field of Object.keys(RULES) as (keyof OrganizationFacts)[]) mustHoldOne(field, facts[field]);
}

function mustHoldOne<Field extends keyof OrganizationFacts>(
  field: Field,
  value: OrganizationFacts[Field] | undefined,
): void {
  const [rule, holds] = RULES[field];
  if (value !== undefined && !holds(value)) throw new OrganizationInvalid(field, rule);
}

function isWebUrl(url: string | null): boolean {
  if (url === null) return true;
  return url.length <= URL_MAX_LENGTH && /^https?:\/\/[^\s]+$/.test(url) && isPrintable(url) && URL.canParse(url);
}
