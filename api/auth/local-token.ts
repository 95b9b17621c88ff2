/** The token of this machine: who can read its file is an admin, as who can read the data folder always was. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { EVERY_LANE, type Principal } from './principal.ts';
import { hashSecret, isSecret, makeSecret } from './secret.ts';

/** What is recorded of whoever uses it. */
const ADMIN: Principal = {
  name: 'local-admin',
  kind: 'token',
  grants: [{ role: 'admin', lanes: [EVERY_LANE] }],
  groups: [],
};

/** The token, known by its hash. */
export interface LocalToken {
  /** Where it stands, readable by the daemon's user alone. */
  file: string;
  hash: string;
}

/** Finds the token of a data folder, or makes one where there is none, or where others could have read it. */
export async function keepLocalToken(folder: string): Promise<LocalToken> {
  const file = join(folder, 'local-admin.token');
  const kept = await readPrivate(file);
  if (kept !== undefined) return { file, hash: hashSecret(kept) };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = makeSecret();
  const beside = `${file}.${randomUUID()}`;
  const opened = await open(beside, 'wx', 0o600);
  try {
    await opened.writeFile(`${secret}\n`);
  } finally {
    await opened.close();
  }
  await rename(beside, file);
  return { file, hash: hashSecret(secret) };
}

/** Whose it is, where the request comes from this machine itself; nobody's from elsewhere. */
export function localPrincipal(
  token: LocalToken,
  hash: string,
  request: FastifyRequest,
): Principal | undefined {
  return hash === token.hash && isFromHere(request) ? ADMIN : undefined;
}

/** A proxy on this machine brings what comes from elsewhere. */
function isFromHere({ ip, headers, socket }: FastifyRequest): boolean {
  const { remoteAddress = '', localAddress } = socket;
  const forwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const own = remoteAddress === localAddress || /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress);
  return own && !forwarded && ip === remoteAddress;
}

async function readPrivate(file: string): Promise<string | undefined> {
  try {
    const { mode, uid } = await stat(file);
    if ((mode & 0o077) !== 0 || uid !== (process.geteuid?.() ?? uid)) return undefined;
    const secret = (await readFile(file, 'utf8')).trim();
    return isSecret(secret) ? secret : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
