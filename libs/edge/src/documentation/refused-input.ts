import { type Fault, InvalidInput } from '../errors/edge-errors.js';
import { InputPipe } from '../input/input.pipe.js';

/** What is said of that input where that DTO is wanted; for examples in documents. */
export function refusedInput(Dto: new () => object, location: Fault['location'], input: object): InvalidInput {
  try {
    new InputPipe(location).transform(input, { type: 'custom', metatype: Dto });
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error(`Nothing is wrong with that ${Dto.name}`);
}
