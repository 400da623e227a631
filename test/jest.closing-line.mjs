/**
 * Ends a run with its count, alone on the very last line, for whoever reads only that. A file that could not even be
 * loaded counts as one failure.
 */
export default class ClosingLine {
  /**
   * @param {unknown} _contexts
   * @param {import('@jest/test-result').AggregatedResult} counts
   */
  onRunComplete(_contexts, counts) {
    const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
    const skipped = counts.numPendingTests + counts.numTodoTests;
    const ending = skipped > 0 ? `, ${skipped} skipped` : '';
    // Jest's own summary comes after every reporter, so the line waits for the end of the process.
    process.once('exit', () => process.stdout.write(`${counts.numPassedTests} passed, ${failed} failed${ending}\n`));
  }
}
