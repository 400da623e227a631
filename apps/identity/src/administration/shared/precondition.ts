import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StaleUpdate } from '#core/organizations';
import { BadRequest } from '#edge';

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const TAGS = new RegExp(String.raw`^[ \t]*${TAG}(?:[ \t]*,[ \t]*${TAG})*[ \t]*$`);

/** The entity tag (RFC 9110 §8.8.3) of a state that last changed then: another with every change. */
export function etagOf({ updatedAt }: { readonly updatedAt: Date }): string {
  return `"${updatedAt.getTime().toString(36)}"`;
}

/** What a client says it has read before it changes something: an `If-Match` header (RFC 9110 §13.1.1). */
export class Precondition {
  private constructor(private readonly tags: readonly string[] | undefined) {}

  /** @throws BadRequest for what is no list of entity tags */
  static from(header: string | undefined): Precondition {
    if (header === undefined || header.trim() === '*') return new Precondition(undefined);
    if (!TAGS.test(header)) throw new BadRequest();
    const tags = header.match(new RegExp(TAG, 'g')) ?? [];
    // A weak tag promises less than that nothing has changed.
    return new Precondition(tags.filter((tag) => !tag.startsWith('W/')));
  }

  /**
   * When the state that was read had been changed last, for the core to compare; undefined where any will do.
   *
   * @param current looks up the present state; asked only where the client names several
   * @throws StaleUpdate where none of the tags can be that of the present state
   */
  async readAt(current: () => Promise<{ readonly updatedAt: Date }>): Promise<Date | undefined> {
    if (this.tags === undefined) return undefined;
    const [tag, ...others] = this.tags;
    if (tag === undefined) throw new StaleUpdate();
    if (others.length === 0) return momentOf(tag);
    const state = await current();
    if (!this.tags.includes(etagOf(state))) throw new StaleUpdate();
    return state.updatedAt;
  }
}

/** The {@link Precondition} that came with the request. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): Precondition => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return Precondition.from(headers['if-match']);
});

function momentOf(tag: string): Date {
  const updatedAt = new Date(Number.parseInt(tag.slice(1, -1), 36));
  if (Number.isNaN(updatedAt.getTime()) || etagOf({ updatedAt }) !== tag) throw new StaleUpdate();
  return updatedAt;
}
