import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Finding, note, those, unsafe } from './finding.js';
import type { Settings } from './settings.js';

/** Everybody but the owner. */
const OTHERS = 0o077;

const SECRET_LINE =
  /^\s*(?:(?:MASTER_KEY|NAP_API_KEYS|METRICS_TOKEN)\s*=\s*\S|(?:DATABASE_URL|SMTP_URL)\s*=.*:[^/\s]+@)/m;

/** The files that secrets lie in, and who may use them. */
export function fileChecks(settings: Settings): Finding[] {
  return [...masterKey(settings), ...database(settings), ...environmentFile()];
}

function masterKey({ server, crypto, database: { postgresUrl, sqliteFile } }: Settings): Finding[] {
  const file = crypto.masterKeyFile;
  if (crypto.masterKey !== undefined) return [];
  const isThere = existsSync(file);
  const isBeside = postgresUrl === undefined && dirname(file) === dirname(sqliteFile);
  const grade = server.isProduction ? unsafe : note;
  return those(
    [
      !isThere && server.isProduction,
      unsafe(
        'master_key_missing',
        `There is no master key at ${file}.`,
        'Put it there, or name the right MASTER_KEY_FILE.',
      ),
    ],
    [
      isThere && isOpen(file),
      unsafe('master_key_mode', `Others than its owner may use the master key at ${file}.`, `chmod 600 ${file}`),
    ],
    [
      isThere && isBeside,
      grade(
        'master_key_beside',
        `The master key at ${file} lies beside the database: whoever copies the folder has all that is sealed.`,
        'Move it elsewhere, name it with MASTER_KEY_FILE, and keep it apart from backups of the database.',
      ),
    ],
  );
}

function database({ database: { postgresUrl, sqliteFile } }: Settings): Finding[] {
  if (postgresUrl !== undefined || !existsSync(sqliteFile)) return [];
  const directory = dirname(sqliteFile);
  return those([
    isOpen(sqliteFile) && isOpen(directory),
    note(
      'database_mode',
      `Other accounts of this machine may read the database at ${sqliteFile}.`,
      `chmod 700 ${directory}`,
    ),
  ]);
}

function environmentFile(): Finding[] {
  return those([
    existsSync('.env') && isOpen('.env') && SECRET_LINE.test(readFileSync('.env', 'utf8')),
    unsafe('env_file_mode', 'Others than its owner may read the secrets in .env.', 'chmod 600 .env'),
  ]);
}

function isOpen(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0;
}
