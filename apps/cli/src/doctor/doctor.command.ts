import type { Command } from 'commander';
import { type Configuration, ConfigurationError } from '#platform/config';
import { configurationFrom, environment } from '../configuration.js';
import { EXIT } from '../exit-codes.js';
import type { Answer } from '../running/answer.js';
import { described } from '../running/commands.js';
import type { Runner } from '../running/runner.js';
import { databaseChecks } from './database-checks.js';
import { fileChecks } from './file-checks.js';
import { type Finding, unsafe, unseen } from './finding.js';
import { networkChecks } from './network-checks.js';
import { policyChecks } from './policy-checks.js';
import { settingsOf } from './settings.js';

const ABOUT = `Look at the configuration that the service runs with, its files and its database, and tell what is unsafe
or wrong, each with what to do about it. Changes nothing. Ends with 0 where all is well, with 1 where something is
unsafe, with 2 where something could not be looked at. Settings of single APIs (NAP_API_KEYS, …) are not looked at.`;

const SIGNS = { unsafe: 'UNSAFE', note: 'note', unseen: 'UNSEEN' } as const;
const WIDTH = 8;

interface DoctorOptions {
  readonly production?: boolean;
}

/** `rosetta doctor`. */
export function addDoctorCommand(doctor: Command, runner: Runner): void {
  described(doctor, { about: ABOUT, examples: ['doctor', 'doctor --production', 'doctor --json'] })
    .option('--production', 'judge as if NODE_ENV were production: before going live')
    .action(runner.bare<[], DoctorOptions>(({ options }) => examine(options)));
}

async function examine({ production }: DoctorOptions): Promise<Answer> {
  const given = { ...environment(), ...(production && { NODE_ENV: 'production' }) };
  return report(await findingsFor(() => configurationFrom(given)));
}

async function findingsFor(read: () => Configuration): Promise<Finding[]> {
  let configuration: Configuration;
  try {
    configuration = read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [...error.faults.map(faulty), unseen('rest', 'Nothing else was looked at.', 'Mend these first.')];
  }
  const settings = settingsOf(configuration);
  const still = [...networkChecks(settings), ...policyChecks(settings), ...fileChecks(settings)];
  return [...still, ...(await databaseChecks(configuration, settings))];
}

function faulty(fault: string): Finding {
  return unsafe('configuration', `The service does not start: ${fault}.`, '.env.example explains each variable.');
}

function report(findings: readonly Finding[]): Answer {
  const has = (severity: Finding['severity']) => findings.some((finding) => finding.severity === severity);
  const isSafe = !has('unsafe');
  const exitCode = has('unseen') ? EXIT.notRun : isSafe ? EXIT.ok : EXIT.refused;
  const lines = findings.map(({ severity, message, fix }) => {
    return `${SIGNS[severity].padEnd(WIDTH)}${message}\n${' '.repeat(WIDTH)}${fix}`;
  });
  const text = lines.length > 0 ? lines.join('\n\n') : 'All is well: nothing was found that has to be seen to.';
  return { data: { isSafe, isComplete: !has('unseen'), findings }, text, exitCode };
}
