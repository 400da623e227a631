import { Param, type PipeTransform } from '@nestjs/common';

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Lets through what can be the id of something; whatever else was sent is nothing's. */
class PathIdPipe implements PipeTransform<string, string> {
  constructor(private readonly NotFound: new () => Error) {}

  transform(value: string): string {
    if (!ID.test(value)) throw new this.NotFound();
    return value;
  }
}

/** A part of the path that names a thing by its id. @throws NotFound for what is no id at all */
export const PathId = (name: string, NotFound: new () => Error): ParameterDecorator =>
  Param(name, new PathIdPipe(NotFound));
