type LastStep = (items: readonly unknown[]) => Promise<void>;

/** What is handed over in the course of a transaction, to be written as its last step by whoever it was handed to. */
export class Gathered {
  private readonly items = new Map<LastStep, unknown[]>();

  add<T>(item: T, finish: (items: readonly T[]) => Promise<void>): void {
    const lastStep = finish as LastStep;
    const items = this.items.get(lastStep);
    if (items) items.push(item);
    else this.items.set(lastStep, [item]);
  }

  /** Adds all that another one has gathered, behind what is here. */
  addAll(other: Gathered): void {
    for (const [lastStep, items] of other.items) for (const item of items) this.add(item, lastStep);
  }

  async finish(): Promise<void> {
    for (const [lastStep, items] of this.items) await lastStep(items);
  }
}
