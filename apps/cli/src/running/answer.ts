/** What a command has to say: for programs and for people, the same facts. */
export interface Answer {
  /** The document that `--json` prints; its shape is promised in apps/cli/README.md. */
  readonly data: unknown;
  /** What people read, without the last line break. */
  readonly text: string;
  /** Other than 0 where something is wrong that was looked for. */
  readonly exitCode?: number;
}
