import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServerCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate authority that nobody knows, a server by the name of localhost that it vouches for, and another authority. */
export class Certificates {
  readonly caFile: string;
  readonly otherCaFile: string;
  readonly server: ServerCertificate;

  private constructor(private readonly directory: string) {
    this.caFile = this.authority('ca').certificateFile;
    this.otherCaFile = this.authority('other-ca').certificateFile;
    this.server = this.vouchedFor();
  }

  /** @throws Error without the command `openssl` */
  static make(): Certificates {
    return new Certificates(mkdtempSync(join(tmpdir(), 'rosetta-certificates-')));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  private authority(name: string): ServerCertificate {
    const files = this.files(name);
    const output = ['-keyout', files.keyFile, '-out', files.certificateFile];
    openssl('req', '-x509', ...KEY, ...output, '-days', '2', '-subj', `/CN=${name}`);
    return files;
  }

  private vouchedFor(): ServerCertificate {
    const files = this.files('server');
    const { certificateFile: ca, keyFile: caKey } = this.files('ca');
    const [request, names] = [join(this.directory, 'request.pem'), join(this.directory, 'names')];
    writeFileSync(names, 'subjectAltName=DNS:localhost');
    openssl('req', ...KEY, '-keyout', files.keyFile, '-out', request, '-subj', '/CN=localhost');
    const signing = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', names];
    openssl('x509', '-req', '-in', request, ...signing, '-out', files.certificateFile);
    return files;
  }

  private files(name: string): ServerCertificate {
    return {
      certificateFile: join(this.directory, `${name}.pem`),
      keyFile: join(this.directory, `${name}.key`),
    };
  }
}

function openssl(...command: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${command.join(' ')}: ${stderr}`);
}
