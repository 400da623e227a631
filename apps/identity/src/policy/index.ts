export {
  GATE_STATES,
  type GateAnswer,
  type GatePolicy,
  type GateRow,
  type GateState,
  readGateTable,
} from './gate-table.js';
