/** Tells on standard error how far it is, so that standard output holds the result alone. @param {string} text */
export function progress(text) {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
