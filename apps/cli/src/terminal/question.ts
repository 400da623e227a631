import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

interface Question {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly prompt: string;
  /** Whether what is typed stays unseen. */
  readonly isSecret: boolean;
}

/** One line from whoever sits there; undefined when they give up with Ctrl-C or Ctrl-D. */
export function ask({ input, output, prompt, isSecret }: Question): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: isSecret ? nowhere : output, terminal: true });
  if (isSecret) output.write(prompt);
  return new Promise((resolve) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      if (isSecret) output.write('\n');
      resolve(undefined);
    });
    lines.question(prompt, (line) => {
      resolve(line);
      lines.close();
    });
  });
}
