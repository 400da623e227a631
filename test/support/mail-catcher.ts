import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail that a server has taken responsibility for. */
export interface CaughtMail {
  readonly to: string;
  readonly messageId: string;
}

/** A mail server that keeps what it is sent, or, once it is told to stall, says nothing more about it. */
export class MailCatcher {
  readonly caught: CaughtMail[] = [];
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private stallAfter = Number.POSITIVE_INFINITY;
  private stalled: () => void = () => undefined;
  private port = 0;

  private constructor() {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      // Whoever is killed in the middle resets the connection.
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
      this.talk(socket).catch(() => undefined);
    });
  }

  static async listen(): Promise<MailCatcher> {
    const catcher = new MailCatcher();
    await catcher.comeBack();
    catcher.port = (catcher.server.address() as AddressInfo).port;
    return catcher;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Takes that many more mails, and leaves the one after them, read to its end, without an answer: resolves then. */
  stallOnceTaken(count: number): Promise<void> {
    this.stallAfter = this.caught.length + count;
    return new Promise((resolve) => (this.stalled = resolve));
  }

  /** Refuses every connection from then on. */
  async goDown(): Promise<void> {
    const isDown = once(this.server, 'close');
    this.close();
    await isDown;
  }

  /** Takes mails again, where it did before. */
  async comeBack(): Promise<void> {
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private async talk(socket: Socket): Promise<void> {
    let mail = { to: '', messageId: '' };
    let isContent = false;
    socket.write('220 catcher\r\n');
    for await (const line of createInterface({ input: socket })) {
      mail = {
        to: /^RCPT TO:<(.*?)>/.exec(line)?.[1] ?? mail.to,
        messageId: /^Message-ID: (\S+)$/i.exec(line)?.[1] ?? mail.messageId,
      };
      if (isContent && line !== '.') continue;
      if (line === '.' && !this.take(mail)) return;
      isContent = line === 'DATA';
      socket.write(isContent ? '354 go on\r\n' : '250 ok\r\n');
    }
  }

  private take(mail: CaughtMail): boolean {
    if (this.caught.length >= this.stallAfter) {
      this.stalled();
      return false;
    }
    this.caught.push(mail);
    return true;
  }
}
