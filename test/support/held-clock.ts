import { Clock } from '#platform/clock';

/** A clock that stands still until it is moved. */
export class HeldClock extends Clock {
  private moment = new Date('2030-01-01T12:00:00.000Z');

  override now(): Date {
    return new Date(this.moment);
  }

  advance(seconds: number): void {
    this.moment = new Date(this.moment.getTime() + seconds * 1000);
  }
}
