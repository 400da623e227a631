export {
  GATE_STATES,
  type GateAnswer,
  type GatePolicy,
  type GateRow,
  type GateState,
  readGateTable,
  rowOf,
  type WayIn,
  waysInto,
} from './gate-table.js';
