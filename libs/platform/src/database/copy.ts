import Sqlite from 'better-sqlite3';

/** How many pages are copied between two looks at who else wants the disk. */
const PAGES_AT_ONCE = 1000;

/**
 * Copies an embedded database as of one moment into a file of its own, while the service goes on writing. The copy is
 * looked through, so that no damage is carried along in silence.
 *
 * @throws Error when the file cannot be written, or the copy is not whole
 */
export async function copyEmbedded(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => PAGES_AT_ONCE });
  } finally {
    source.close();
  }
  const copy = new Sqlite(to, { fileMustExist: true });
  try {
    // In one file, and not two: whoever carries it elsewhere need not know of a log beside it.
    copy.pragma('journal_mode = DELETE');
    const faults = copy.pragma('integrity_check', { simple: true });
    if (faults !== 'ok') throw new Error(`The copy is not whole: ${String(faults)}`);
  } finally {
    copy.close();
  }
}
