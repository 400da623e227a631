/** One mail to one person. `links` are the addresses that its texts ask the reader to open. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
}
