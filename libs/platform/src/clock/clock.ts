import { Injectable } from '@nestjs/common';

/** The only source of the present moment; tests replace it to hold or move time. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
