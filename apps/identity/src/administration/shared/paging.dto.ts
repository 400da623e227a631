import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Page, PageOrder } from '#core/paging';
import { Optional, TextField, WholeNumberField } from '#edge';

/** Which page is wanted. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'How many to a page.' })
  @Optional()
  @WholeNumberField({ min: 1, max: 200 })
  size?: string;

  @ApiPropertyOptional({ type: String, description: 'Where the page before ended, as its `next` said.' })
  @Optional()
  @TextField({ max: 1024 })
  cursor?: string;
}

export function toPageOrder({ size, cursor }: PageQuery): PageOrder {
  return { ...(size !== undefined && { size: Number(size) }), ...(cursor !== undefined && { cursor }) };
}

/** Where to go on, or null at the end. */
export function nextOf({ next }: Page<unknown>): string | null {
  return next ?? null;
}
