import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';

/**
 * The core that what is measured runs on, and the one for whatever drives it. Undefined where the machine has but
 * one core or nothing to pin with: then both share what there is, and the figures say less.
 */
export const CORES =
  cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0 ? { server: '0', generator: '1' } : undefined;

/** Clock ticks a second in which Linux counts the time of a process (proc(5)). */
const TICKS = 100;

/** Keeps this very process to the generator's core, or to those, threads to come included. @param {string} [cores] */
export function pinGenerator(cores) {
  if (CORES) spawnSync('taskset', ['-a', '-c', '-p', cores ?? CORES.generator, String(process.pid)]);
}

/** What to start a program with, so that it stays on the given cores. @param {string | undefined} cores */
export function pinnedTo(cores) {
  return cores === undefined ? [] : ['taskset', '-c', cores];
}

/**
 * Processor seconds that a process has used so far, all its threads together; not a number where the machine does
 * not tell.
 *
 * @param {number} pid
 */
export function cpuSeconds(pid) {
  const text = readIfPresent(`/proc/${pid}/stat`);
  // What stands before the bracket may hold spaces. Of what follows, proc(5) counts the state as the third field.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system] = fields.slice(14 - 3);
  return (Number(user) + Number(system)) / TICKS;
}

/** As {@link cpuSeconds}, of a process and of those that it has started. @param {number} pid @returns {number} */
export function cpuSecondsOfAll(pid) {
  const children = readIfPresent(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + cpuSecondsOfAll(child), cpuSeconds(pid));
}

/** Resident memory in MiB; not a number where the machine does not tell. @param {number} pid */
export function residentMib(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readIfPresent(`/proc/${pid}/status`))?.[1]) / 1024;
}

export function describeMachine() {
  const [{ model } = { model: 'unknown' }] = cpus();
  const pinning = CORES
    ? `what is measured on core ${CORES.server}, what drives it on core ${CORES.generator}`
    : 'nothing pinned to a core: taskset or a second core is missing';
  return {
    date: new Date().toISOString(),
    node: process.version,
    system: `${platform()} ${release()}`,
    processor: `${cpus().length} × ${model}`,
    pinning,
  };
}

/** @param {string} file */
function readIfPresent(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
