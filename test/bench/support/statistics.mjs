/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/** The smallest value that so large a share of all does not exceed. @param {readonly number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
