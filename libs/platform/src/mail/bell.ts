import { Injectable } from '@nestjs/common';

/** Lets one waiting loop be called before its time. A ring while nobody waits is kept for the next wait. */
@Injectable()
export class Bell {
  private isRung = false;
  private answer: (() => void) | undefined;

  ring(): void {
    this.isRung = true;
    this.answer?.();
  }

  /** Returns when the bell rings, or after `maxMs`. Waiting does not keep the process alive. */
  async wait(maxMs: number): Promise<void> {
    if (!this.isRung) await this.ringOrTimeout(maxMs);
    this.isRung = false;
  }

  private async ringOrTimeout(maxMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.answer = resolve;
      timer = setTimeout(resolve, maxMs).unref();
    });
    clearTimeout(timer);
    this.answer = undefined;
  }
}
