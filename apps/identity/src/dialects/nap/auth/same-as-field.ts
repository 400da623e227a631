import { ValidateBy, type ValidationArguments } from 'class-validator';

/** A field that repeats another one. */
export function SameAsField(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'same_as',
    validator: {
      validate: (value, { object }: ValidationArguments) => value !== undefined && value === Reflect.get(object, other),
      defaultMessage: ({ property }: ValidationArguments) => `${property} must be the same as ${other}`,
    },
  });
}
