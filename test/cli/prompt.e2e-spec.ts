import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line.js';

const ENTRY = join(import.meta.dirname, '../../dist/apps/cli/src/main.js');
const PASSWORD = 'a walrus reads the evening paper';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** `script` of util-linux gives a program a terminal of its own; elsewhere it is missing, or another one. */
const hasTerminal = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-prompt-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a command on a terminal and types each answer once its question is there. Tells all that could be seen. */
async function converse(command: string, answers: readonly (readonly [question: string, answer: string])[]) {
  const line = `${process.execPath} ${ENTRY} ${command}`;
  const env = { PATH: process.env.PATH, SHELL: '/bin/sh', BCRYPT_COST: '4' };
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd: directory,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let screen = '';
  let from = 0;
  const open = [...answers];
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    const [next] = open;
    const at = next ? screen.indexOf(next[0], from) : -1;
    if (!next || at < 0) return;
    from = at + next[0].length;
    open.shift();
    child.stdin.write(next[1]);
  });
  await once(child, 'close');
  return { exitCode: child.exitCode, screen };
}

const TWICE = [
  ['Password (not shown):', `${PASSWORD}\r`],
  ['The same again:', `${PASSWORD}\r`],
] as const;

/** On a machine without such a terminal nothing can be typed: then, outside of CI, one sentence stands for these tests. */
const onTerminal = (name: string, test: () => Promise<void>) => {
  if (hasTerminal || process.env.CI === 'true') it(name, test);
};

describe('at a prompt', () => {
  it('needs a terminal to be tested', () => {
    if (!hasTerminal) process.stderr.write('Prompts are not tested here: there is no `script` of util-linux.\n');
    expect(process.env.CI === 'true' && !hasTerminal).toBe(false);
  });

  onTerminal('the first administrator is asked for names and, unseen and twice, for a password', async () => {
    const { exitCode, screen } = await converse('user create --role superadmin', [
      ['E-mail address (none: Enter):', 'ada@example.com\r'],
      ['User name (none: Enter):', '\r'],
      ...TWICE,
    ]);
    expect([exitCode, screen.includes('walrus')]).toEqual([0, false]);
    const { accounts } = await new CommandLine(directory).json<{ accounts: object[] }>('user', 'list');
    expect(accounts).toEqual([expect.objectContaining({ email: 'ada@example.com', role: 'superadmin' })]);
  });

  onTerminal('two different passwords are refused', async () => {
    const { exitCode, screen } = await converse('user set-password ada@example.com', [
      TWICE[0],
      ['The same again:', 'another walrus, another paper\r'],
    ]);
    expect(exitCode).toBe(1);
    expect(screen).toContain('The two passwords are not the same. Try again.');
  });

  onTerminal('Ctrl-C and Ctrl-D give up, and nothing is done', async () => {
    for (const key of [CTRL_C, CTRL_D]) {
      const { exitCode, screen } = await converse('user create --username bob', [['Password (not shown):', key]]);
      expect(exitCode).toBe(130);
      expect(screen).toContain('Given up; nothing was done.');
    }
  });
});
