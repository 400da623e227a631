import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail server of the smallest kind. It answers each command with 250, or as `replies` say by its first word. */
export class TinySmtpServer {
  readonly lines: string[] = [];
  private readonly server: Server;

  constructor(private readonly replies: Record<string, string> = {}) {
    this.server = createServer((socket) => void this.talk(socket));
  }

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  private async talk(socket: Socket): Promise<void> {
    const answers: Record<string, string> = { DATA: '354 go on', '.': '250 taken', ...this.replies };
    let isContent = false;
    socket.write('220 tiny\r\n');
    for await (const line of createInterface({ input: socket })) {
      this.lines.push(line);
      if (isContent && line !== '.') continue;
      const answer = answers[line.split(' ')[0] ?? ''] ?? '250 ok';
      isContent = answer.startsWith('354');
      socket.write(`${answer}\r\n`);
    }
  }
}
