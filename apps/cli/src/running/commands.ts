import type { Command } from 'commander';

/** A word under which commands are gathered. */
export function group(parent: Command, name: string, about: string): Command {
  return parent.command(name).description(about).usage('<command>').helpCommand(false);
}

export interface Leaf {
  /** As it is written: `show <account>`. */
  readonly syntax: string;
  readonly about: string;
  /** Lines as they are typed, without the program's name. */
  readonly examples: readonly string[];
}

/** A command that does something; all of these speak JSON when told to. */
export function leaf(parent: Command, { syntax, about, examples }: Leaf): Command {
  return parent
    .command(syntax)
    .description(about)
    .option('--json', 'answer with one JSON document')
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ rosetta ${line}`).join('\n')}`);
}
