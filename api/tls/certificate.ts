/** The certificate of the API: read at the start, and again whenever its files change. */
import { unwatchFile, watchFile, type StatsListener } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';

/** How often the files are looked at, in milliseconds. */
const LOOK_EVERY = 5000;

/** Certificate and key in PEM. */
export interface Pair {
  cert: string;
  key: string;
}

/** A certificate that may be replaced. */
export interface Certificate {
  read(): Pair;
  /** Calls back with every later pair that fits together; answers how to stop that. */
  onChange(take: (pair: Pair) => void): () => void;
  /** Looks no more. */
  close(): void;
}

/**
 * Reads a pair and looks after its files. Throws what is wrong with them now; what is wrong later is an error in the
 * log, and the pair before goes on.
 */
export async function watchCertificate(
  files: Pair,
  log: FastifyBaseLogger,
  interval = LOOK_EVERY,
): Promise<Certificate> {
  let pair = await readPair(files).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the certificate ${files.cert} with the key ${files.key} cannot be used: ${why}`, {
      cause: error,
    });
  });
  warnOfEnd(pair, log);
  const takers = new Set<(pair: Pair) => void>();
  const reread = async (): Promise<void> => {
    try {
      const next = await readPair(files);
      // Of two files that are replaced one after the other, the first alone fits nothing.
      if (next.cert === pair.cert && next.key === pair.key) return;
      pair = next;
      for (const take of takers) take(next);
      log.info({ ...files }, 'the certificate of the API was replaced');
      warnOfEnd(next, log);
    } catch (error) {
      log.error(
        { err: error },
        'the certificate of the API changed and cannot be used: the one before goes on',
      );
    }
  };
  const onChange: StatsListener = () => void reread();
  const watched = [files.cert, files.key];
  for (const file of watched) watchFile(file, { interval, persistent: false }, onChange);
  return {
    read: () => pair,
    onChange: (take) => {
      takers.add(take);
      return () => takers.delete(take);
    },
    close: () => {
      for (const file of watched) unwatchFile(file, onChange);
    },
  };
}

async function readPair(files: Pair): Promise<Pair> {
  const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
  createSecureContext({ cert, key });
  return { cert, key };
}

function warnOfEnd({ cert }: Pair, log: FastifyBaseLogger): void {
  const { validTo } = new X509Certificate(cert);
  if (Date.parse(validTo) > Date.now()) return;
  log.warn({ validTo }, 'the certificate of the API has expired: clients will refuse it');
}
