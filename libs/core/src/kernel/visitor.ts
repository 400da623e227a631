/** Who is at the door, as far as can be told before anything is proved. */
export interface Visitor {
  /** The documented API that the request came through, as a label for records. */
  readonly origin: string;
  /** The client's network address, where it is known. */
  readonly address?: string;
  /** Which connection it came over; stands for the client where its address is not known. */
  readonly connection?: string;
  /** What the client calls itself. */
  readonly userAgent?: string;
  /** By which the request is found in the logs. */
  readonly requestId?: string;
}
