/** One line that begins and ends like a sentence, whoever wrote it. */
export function sentence(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ').trim();
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${/[.!?)]$/.test(line) ? '' : '.'}`;
}
