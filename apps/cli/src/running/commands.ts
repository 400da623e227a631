import type { Command } from 'commander';

export interface Group {
  readonly name: string;
  readonly about: string;
  /** Lines as they are typed, without the program's name. */
  readonly examples: readonly string[];
}

/** A word under which commands are gathered. */
export function group(parent: Command, { name, about, examples }: Group): Command {
  return parent
    .command(name)
    .summary(about)
    .description(about)
    .usage('<command>')
    .helpCommand(false)
    .addHelpText('after', exampleText(examples));
}

export interface Leaf {
  /** As it is written: `show <account>`. */
  readonly syntax: string;
  readonly about: string;
  /** What its arguments are, by their names. */
  readonly args?: Readonly<Record<string, string>>;
  /** Lines as they are typed, without the program's name. */
  readonly examples: readonly string[];
}

/** A command that does something; all of these speak JSON when told to. */
export function leaf(parent: Command, { syntax, ...rest }: Leaf): Command {
  return described(parent.command(syntax), rest);
}

/** The same for a command that is there already. */
export function described(command: Command, { about, args = {}, examples }: Omit<Leaf, 'syntax'>): Command {
  command.description(about);
  for (const argument of command.registeredArguments) argument.description = args[argument.name()] ?? '';
  return command.option('--json', 'answer with one JSON document').addHelpText('after', exampleText(examples));
}

function exampleText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((line) => `  $ rosetta ${line}`).join('\n')}`;
}
