import { isIP } from 'node:net';
import { registerDecorator, ValidateIf } from 'class-validator';
import { PASSWORD_MAX_LENGTH } from '#core/passwords';
import { IDENTIFIER_MAX_LENGTH, isEmailAddress, isPrintable } from '#core/users';

const TOKEN_MAX_LENGTH = 8192;

/** An e-mail address. */
export function EmailField(): PropertyDecorator {
  return CheckedField(
    'is_email',
    'must be an e-mail address',
    (value) => isText(value, 1, IDENTIFIER_MAX_LENGTH) && isEmailAddress(value.trim()),
  );
}

/** A user name or an e-mail address. */
export function IdentifierField(): PropertyDecorator {
  const wanted = `must be a text of 1 to ${IDENTIFIER_MAX_LENGTH} characters without control characters`;
  return CheckedField(
    'is_identifier',
    wanted,
    (value) => isText(value, 1, IDENTIFIER_MAX_LENGTH) && isPrintable(value),
  );
}

/** A password: one that is to be judged (any length up to the most), or, with a minimum, one that is to be set. */
export function PasswordField({ min = 1, max = PASSWORD_MAX_LENGTH } = {}): PropertyDecorator {
  const wanted = `must be a text of ${min} to ${max} characters without control characters`;
  return CheckedField('is_password', wanted, (value) => isText(value, min, max) && !/[\p{Cc}\p{Cs}]/u.test(value));
}

/** What joins letters in Persian or Indic names and parts of an emoji; in an identifier it could deceive. */
const JOINERS = /[\u200C\u200D]/g;

/** A short text such as a name; with nothing but space in it, it is as good as empty. */
export function TextField({ min = 1, max = IDENTIFIER_MAX_LENGTH } = {}): PropertyDecorator {
  const wanted = `must be a text of ${min} to ${max} characters without control characters`;
  const isSaid = (value: string) => value.trim().length >= min && isPrintable(value.replace(JOINERS, ''));
  return CheckedField('is_text', wanted, (value) => isText(value, min, max) && isSaid(value));
}

/** A token of any kind, opaque here. */
export function TokenField(): PropertyDecorator {
  return CheckedField(
    'is_token',
    'must be a token',
    (value) => isText(value, 1, TOKEN_MAX_LENGTH) && /^[\x21-\x7E]+$/.test(value),
  );
}

/** One of a closed set of words. */
export function ChoiceField(options: readonly string[]): PropertyDecorator {
  return CheckedField('is_choice', `must be one of ${options.join(', ')}`, (value) =>
    options.some((option) => option === value),
  );
}

/** True or false. */
export function FlagField(): PropertyDecorator {
  return CheckedField('is_flag', 'must be true or false', (value) => typeof value === 'boolean');
}

/** A network address, of IP version 4 or 6. */
export function AddressField(): PropertyDecorator {
  return CheckedField('is_address', 'must be an IP address', (value) => typeof value === 'string' && isIP(value) !== 0);
}

/** A whole number in a query, in digits. */
export function WholeNumberField({ min, max }: { min: number; max: number }): PropertyDecorator {
  const fits = (value: unknown) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max;
  return CheckedField('is_whole_number', `must be a whole number from ${min} to ${max}`, fits);
}

/** A moment (RFC 3339 §5.6), with its offset. */
export function MomentField(): PropertyDecorator {
  const form = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
  return CheckedField(
    'is_moment',
    'must be a date and time such as 2030-01-01T12:00:00Z',
    (value) => typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value)),
  );
}

/** A JSON object with whatever in it, as long as its texts are well-formed Unicode. */
export function JsonObjectField(): PropertyDecorator {
  return CheckedField(
    'is_object',
    'must be a JSON object',
    (value) => value instanceof Object && !Array.isArray(value) && isWellFormed(value),
  );
}

/** Makes a field one that may be left out; null is not leaving out. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** Lets null stand for nothing, where a field may be taken away. */
export function OrNull(): PropertyDecorator {
  return ValidateIf((_, value) => value !== null);
}

/** What all the others are made of, and whatever is nobody else's: `wanted` goes behind the name of the field. */
export function CheckedField(rule: string, wanted: string, holds: (value: unknown) => boolean): PropertyDecorator {
  return (target, property) => {
    const propertyName = String(property);
    registerDecorator({
      name: rule,
      target: target.constructor,
      propertyName,
      validator: { validate: holds, defaultMessage: () => `${propertyName} ${wanted}` },
    });
  };
}

function isText(value: unknown, min: number, max: number): value is string {
  return typeof value === 'string' && value.length >= min && value.length <= max;
}

/** Whether no text in it, key or value, at any depth, holds half a surrogate pair. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Cs}/u.test(value);
  if (!(value instanceof Object)) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && isWellFormed(inner));
}
