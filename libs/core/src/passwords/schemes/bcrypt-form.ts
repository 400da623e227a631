const COST_CEILING = 15;

const FORM = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** The cost of a bcrypt hash; undefined where the text is none, or one that this server is not willing to spend on. */
export function affordableBcryptCost(hash: string): number | undefined {
  const cost = Number(FORM.exec(hash)?.[1]);
  return cost <= COST_CEILING ? cost : undefined;
}
