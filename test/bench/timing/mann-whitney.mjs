/**
 * The Mann-Whitney U test, two-sided, by its normal approximation with mid-ranks and the correction for ties (good
 * from about twenty values on each side): how likely two samples that are drawn alike differ by as much as these.
 *
 * @param {readonly number[]} one
 * @param {readonly number[]} other
 * @returns {number} p, from 0 to 1
 */
export function mannWhitney(one, other) {
  const all = [...one.map((value) => ({ value, isOne: true })), ...other.map((value) => ({ value, isOne: false }))];
  all.sort((left, right) => left.value - right.value);
  const { rankSum, ties } = ranked(all);
  const [n, m] = [one.length, other.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  if (variance === 0) return 1;
  const distance = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5);
  return Math.min(1, 2 * upperTail(distance / Math.sqrt(variance)));
}

/** @param {readonly { value: number, isOne: boolean }[]} sorted */
function ranked(sorted) {
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.value === sorted[from]?.value) to += 1;
    const count = to - from;
    ties += count ** 3 - count;
    rankSum += sorted.slice(from, to).filter(({ isOne }) => isOne).length * ((from + 1 + to) / 2);
    from = to;
  }
  return { rankSum, ties };
}

/** P(Z > z) for z ≥ 0, within 8e-8 (Abramowitz and Stegun 26.2.17). @param {number} z */
function upperTail(z) {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
