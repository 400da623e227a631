import { type FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { RoutingExceptionFilter } from '#edge';
import { Clock } from '#platform/clock';
import { loggerOptions, PinoLogger } from '#platform/logging';
import { type ServerConfig, serverSection } from '#platform/server';
import { AppModule } from '../../apps/identity/src/app.module.js';
import { configurationFrom } from '../../apps/identity/src/configuration.js';
import { createAdapter, preparePipeline } from '../../apps/identity/src/http-pipeline.js';
import { createTestDatabase, type TestDatabase } from './databases.js';
import { HeldClock } from './held-clock.js';
import { exchange } from './exchange.js';
import { type Reply, send, type Sending } from './http.js';
import { witness } from './secrecy/witness.js';

export interface MailboxMessage {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly createdAt: string;
}

/** The whole service on a database of its own, listening on a free port of the loopback address. */
export interface TestApp {
  readonly url: string;
  readonly clock: HeldClock;
  readonly nest: NestFastifyApplication;
  send<T = unknown>(method: string, path: string, sending?: Sending): Promise<Reply<T>>;
  /** What the developer mailbox holds for that address, newest first. */
  mailTo(address: string): Promise<MailboxMessage[]>;
  /** @throws SecretsLeaked when it said one in its log, in an answer or in a mail */
  close(): Promise<void>;
}

const ENVIRONMENT = { NODE_ENV: 'test', BCRYPT_COST: '4', LOG_LEVEL: 'silent', HOST: '127.0.0.1', PORT: '0' };

/**
 * Starts it with the given variables on top of those that make tests quick; only the clock is replaced.
 *
 * @param given the database to use, in place of a new one; it stays when the service is closed
 */
export async function startTestApp(
  environment: Readonly<Record<string, string>> = {},
  given?: TestDatabase,
): Promise<TestApp> {
  const database = given ?? (await createTestDatabase());
  const configuration = configurationFrom({ ...ENVIRONMENT, ...database.environment, ...environment });
  const clock = new HeldClock();
  const testing = await Test.createTestingModule({ imports: [AppModule.with(configuration)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const config = configuration.get(serverSection.token) as ServerConfig;
  const adapter: FastifyAdapter = createAdapter(config, (error, request) =>
    nest.get(RoutingExceptionFilter).answer(error, request),
  );
  const nest: NestFastifyApplication = testing.createNestApplication<NestFastifyApplication>(adapter, {
    bodyParser: false,
    logger: overheard(),
  });
  await preparePipeline(nest);
  await nest.listen(0, '127.0.0.1');
  const url = await nest.getUrl();
  return {
    url,
    clock,
    nest,
    send: (method, path, sending) => send(url, method, path, sending),
    mailTo: async (address) => {
      const { body } = await send<MailboxMessage[]>(url, 'GET', '/dev/mailbox/messages');
      return body.filter(({ to }) => to === address);
    },
    close: async () => {
      await exchange(`${url}/dev/mailbox/messages`, 'GET');
      await nest.close();
      if (!given) await database.drop();
      witness.mustHaveHeardNoSecret();
    },
  };
}

/** Everything that it would write at its most talkative. */
function overheard(): PinoLogger {
  return new PinoLogger(pino(loggerOptions('debug'), { write: (line) => witness.hear('a line of the log', line) }));
}
