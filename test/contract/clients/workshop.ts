import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');

/** A folder outside of the project in which clients are generated and compiled. */
export class Workshop {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rosetta-clients-'));

  /**
   * Makes and compiles a client of every generator from each document, by the dialect's name.
   *
   * @throws Error with what the generator or the compiler says
   */
  async make(documents: Readonly<Record<string, object>>): Promise<void> {
    mkdirSync(join(this.folder, 'documents'));
    for (const [dialect, document] of Object.entries(documents)) {
      writeFileSync(join(this.folder, 'documents', `${dialect}.json`), JSON.stringify(document));
    }
    await this.node(join(import.meta.dirname, 'generate.mjs'), this.folder);
    await this.node(join(ROOT, 'node_modules/typescript/bin/tsc'), '--pretty', '--project', this.folder);
  }

  load(generator: string, dialect: string): Promise<Readonly<Record<string, unknown>>> {
    const entry = join(this.folder, generator, dialect, 'index.js');
    return import(pathToFileURL(entry).href) as Promise<Readonly<Record<string, unknown>>>;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async node(...command: string[]): Promise<void> {
    try {
      await run(process.execPath, command, { cwd: ROOT });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${stdout}${stderr}`, { cause: error });
    }
  }
}
