import { v4 } from 'uuid';

const names = new WeakMap<object, string>();

/** A name for a connection, the same as long as it lasts; it tells nothing of who is at its other end. */
export function nameOf(socket: object): string {
  const known = names.get(socket) ?? v4();
  names.set(socket, known);
  return known;
}
