/** Something that the doctor has to say. */
export interface Finding {
  /** By which programs know it. */
  readonly check: string;
  /**
   * - `unsafe`: has to be mended.
   * - `note`: fine for now, or a matter of judgement.
   * - `unseen`: could not be looked at.
   */
  readonly severity: 'unsafe' | 'note' | 'unseen';
  readonly message: string;
  readonly fix: string;
}

export function unsafe(check: string, message: string, fix: string): Finding {
  return { check, severity: 'unsafe', message, fix };
}

export function note(check: string, message: string, fix: string): Finding {
  return { check, severity: 'note', message, fix };
}

export function unseen(check: string, message: string, fix: string): Finding {
  return { check, severity: 'unseen', message, fix };
}

/** Those whose condition holds. */
export function those(...findings: readonly (readonly [holds: boolean, finding: Finding])[]): Finding[] {
  return findings.flatMap(([holds, finding]) => (holds ? [finding] : []));
}
