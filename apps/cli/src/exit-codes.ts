/** How a command ends, for whoever started it. */
export const EXIT = {
  /** Done; nothing was found that has to be seen to. */
  ok: 0,
  /** Refused, or something is wrong: the reason is told. Nothing was changed. */
  refused: 1,
  /** Not run at all: wrong usage, a configuration that cannot be used, a database out of reach. */
  notRun: 2,
  /** Given up at a prompt, as shells count an interrupt. */
  interrupted: 130,
} as const;
