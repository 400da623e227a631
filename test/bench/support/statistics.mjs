/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/** The smallest value that so large a share of all does not exceed. @param {readonly number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** By how much y grows with x, by least squares. @param {readonly (readonly [number, number])[]} points */
export function slope(points) {
  const mean = (/** @type {readonly number[]} */ values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const together = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return together / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}
