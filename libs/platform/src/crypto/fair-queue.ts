interface Place<T> {
  readonly item: T;
  readonly parties: readonly string[];
  readonly round: number;
}

/**
 * A bounded queue whose items are taken in rounds, each in the order of coming. An item belongs to some parties, and
 * stands in the first round to come in which none of them has a place yet: whoever has many waiting gets one turn a
 * round. Past its limit, the newest of the last round is turned away: of a party with the most waiting.
 */
export class FairQueue<T> {
  private readonly places: Place<T>[] = [];
  /** The one being taken. It is closed to who comes now, so that newcomers cannot hold up those of the next. */
  private round = 0;

  constructor(private readonly limit: number) {}

  get length(): number {
    return this.places.length;
  }

  /** Lets the item in, and returns the one that has to go for it: that same one, perhaps. */
  push(item: T, parties: readonly string[]): T | undefined {
    const kindred = this.places.filter((place) => place.parties.some((party) => parties.includes(party)));
    const round = kindred.reduce((last, place) => Math.max(last, place.round), this.round) + 1;
    this.places.push({ item, parties, round });
    return this.places.length > this.limit ? this.take((one, other) => one.round >= other.round)?.item : undefined;
  }

  /** The item whose turn it is. */
  shift(): T | undefined {
    const next = this.take((one, other) => one.round < other.round);
    this.round = next?.round ?? this.round;
    return next?.item;
  }

  /** Empties the queue. */
  drain(): T[] {
    return this.places.splice(0).map(({ item }) => item);
  }

  private take(goesBefore: (one: Place<T>, other: Place<T>) => boolean): Place<T> | undefined {
    let chosen = 0;
    this.places.forEach((place, index) => {
      const best = this.places[chosen];
      if (best && goesBefore(place, best)) chosen = index;
    });
    return this.places.splice(chosen, 1)[0];
  }
}
