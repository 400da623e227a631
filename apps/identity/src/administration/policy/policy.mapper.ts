import { GATE_STATES, type GatePolicy, rowOf, type WayIn } from '../../policy/index.js';
import type { Policy } from './policy.dto.js';

export function toPolicy(ways: readonly WayIn[], { rows, reasons }: GatePolicy): Policy {
  return {
    states: [...GATE_STATES],
    ways: ways.map(({ method, path, credential }) => {
      const answers = rowOf({ method, path, credential }, rows)?.answers;
      return { method, path, credential, answers: GATE_STATES.map((state) => String(answers?.[state] ?? '')) };
    }),
    reasons: { ...reasons },
  };
}
