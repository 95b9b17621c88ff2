import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';

const run = promisify(execFile);

/** Files of a certificate that is its own authority, in PEM. */
export interface SelfSigned {
  cert: string;
  key: string;
}

/** Makes one for 127.0.0.1 that is valid for a day, in this folder. Needs the program `openssl`. */
export async function makeSelfSigned(folder: string, name: string): Promise<SelfSigned> {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1'.split(' ');
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  await run('openssl', ['req', ...kind, ...names, '-keyout', files.key, '-out', files.cert]);
  return files;
}
