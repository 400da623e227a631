/** Finds the answer to a question; what it throws is answered by nothing. */
export type Answerer = (question: unknown) => unknown;

type Message =
  | { readonly kind: 'question'; readonly id: number; readonly topic: string; readonly question: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown };

const PATIENCE_MS = 1000;

/** Questions and answers between two processes, in both directions. Lost with the other side, and never waited for long. */
export class Channel {
  private readonly answerers = new Map<string, Answerer>();
  private readonly waiting = new Map<number, (answer: unknown) => void>();
  private lastId = 0;

  /** @param post puts a message on its way, or drops it when nobody is there to take it */
  constructor(
    private readonly post: (message: object) => void,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Says who answers what is asked under that topic by the other side. */
  answer(topic: string, answerer: Answerer): void {
    this.answerers.set(topic, answerer);
  }

  /** What the other side answers, or undefined when it does not in time. */
  ask(topic: string, question?: unknown): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const settle = (answer: unknown) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(settle, this.patienceMs, undefined);
      this.waiting.set(id, settle);
      this.post({ kind: 'question', id, topic, question } satisfies Message);
    });
  }

  /** To be called with every message that arrives. */
  receive(message: unknown): void {
    const received = message as Message;
    if (received.kind === 'answer') this.waiting.get(received.id)?.(received.answer);
    else void this.reply(received);
  }

  private async reply({ id, topic, question }: Extract<Message, { kind: 'question' }>): Promise<void> {
    const answer = await new Promise((resolve) => {
      resolve(this.answerers.get(topic)?.(question));
    }).catch(() => undefined);
    this.post({ kind: 'answer', id, answer } satisfies Message);
  }
}
