import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { type Fault, InvalidInput } from '../errors/edge-errors.js';

/**
 * Turns what was sent into the DTO that the handler declares. Properties that the DTO does not
 * declare are dropped; every fault is collected.
 */
@Injectable()
export class InputPipe implements PipeTransform<object, object> {
  constructor(private readonly location: Fault['location']) {}

  /** @throws InvalidInput */
  transform(value: object, { metatype }: ArgumentMetadata): object {
    if (!metatype) throw new Error('An input parameter must be typed with its DTO class');
    const input = filled(new (metatype as new () => object)(), value);
    const errors = validateSync(input, { whitelist: true, forbidUnknownValues: true });
    if (errors.length > 0) throw new InvalidInput(errors.flatMap((error) => this.faultsIn(error, [])));
    return input;
  }

  private faultsIn(error: ValidationError, above: readonly string[]): Fault[] {
    const path = [...above, error.property];
    const nested = (error.children ?? []).flatMap((child) => this.faultsIn(child, path));
    const [own] = Object.entries(error.constraints ?? {});
    if (!own) return nested;
    const [rule, message] = error.value === undefined ? ['missing', `${error.property} is required`] : own;
    return [{ location: this.location, path, rule, message }, ...nested];
  }
}

/** Takes values over as they are; names that every object knows are no field's and could reach a prototype. */
function filled(input: object, value: object): object {
  const fields = input as Record<string, unknown>;
  for (const [name, sent] of Object.entries(value)) {
    if (!(name in Object.prototype)) fields[name] = sent;
  }
  return input;
}
