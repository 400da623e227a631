import { TokenField } from '#edge';

/** What the link in a mail carries, and what the page behind it hands on. */
export class LinkInput {
  @TokenField()
  token!: string;
}
