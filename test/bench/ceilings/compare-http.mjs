import { createServer } from 'node:http';
import bcrypt from 'bcrypt';

/** The least that judging a password over HTTP costs: bcrypt of the cost that the service is given, and nothing else. */
const PASSWORD = 'correct horse battery staple, and then some';
const hash = bcrypt.hashSync(PASSWORD, 10);

const server = createServer((_request, response) => {
  void bcrypt.compare(PASSWORD, hash).then((matches) => response.end(JSON.stringify({ matches })));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('listening\n'));
process.once('SIGTERM', () => process.exit());
