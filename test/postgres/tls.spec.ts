import { DataSource } from 'typeorm';
import { dataSourceOptions } from '#platform/database';
import { Certificates } from '../support/certificates.js';
import { configOf } from '../support/databases.js';
import { Cluster } from './cluster.mjs';

const NO_TABLES = { entities: [], migrations: [] };
const UNKNOWN = /^(unable to verify the first certificate|self-signed certificate in certificate chain)$/;

describe('PostgreSQL over TLS', () => {
  let certificates: Certificates;
  let cluster: Cluster;

  beforeAll(async () => {
    certificates = Certificates.make();
    cluster = await Cluster.start({ isHasty: true, certificate: certificates.server });
  });

  afterAll(async () => {
    await cluster.stop();
    certificates.remove();
  });

  const address = (host: string, sslmode?: string) =>
    `postgres://rosetta:rosetta@${host}:${cluster.port}/postgres${sslmode ? `?sslmode=${sslmode}` : ''}`;

  /** Whether the server says of that connection that it is encrypted. */
  async function isEncrypted(url: string, caFile?: string): Promise<unknown> {
    const environment = { DATABASE_URL: url, ...(caFile !== undefined && { DATABASE_CA_FILE: caFile }) };
    const source = await new DataSource(dataSourceOptions(configOf(environment), NO_TABLES)).initialize();
    const [answer] = await source
      .query<{ ssl: boolean }[]>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
      .finally(() => source.destroy());
    return answer?.ssl;
  }

  it.each([
    ['not encrypted by default', 'localhost', undefined, false],
    ['not encrypted where it is not wanted', 'localhost', 'disable', false],
    ['encrypted to whoever answers where that is all that is asked for', '127.0.0.1', 'require', true],
  ])('is %s', async (_, host, sslmode, isSecret) => {
    expect(await isEncrypted(address(host, sslmode))).toBe(isSecret);
  });

  it('is encrypted to the one that is meant, for whom the named authority vouches', async () => {
    expect(await isEncrypted(address('localhost', 'verify-full'), certificates.caFile)).toBe(true);
    expect(await isEncrypted(address('localhost'), certificates.caFile)).toBe(true);
  });

  it('is refused where another authority was named, or none that vouches for it', async () => {
    await expect(isEncrypted(address('localhost'), certificates.otherCaFile)).rejects.toThrow(UNKNOWN);
    await expect(isEncrypted(address('localhost', 'verify-full'))).rejects.toThrow(UNKNOWN);
  });

  it('is refused under a name that its certificate does not bear', async () => {
    await expect(isEncrypted(address('127.0.0.1'), certificates.caFile)).rejects.toThrow(
      "does not match certificate's altnames",
    );
  });
});
