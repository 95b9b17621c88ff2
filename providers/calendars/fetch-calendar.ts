import { open } from 'node:fs/promises';
import type { CalendarConfig } from '../../config/freezes/calendar.ts';
import { httpRequest } from '../http-request.ts';
import { mask, resolveSecrets, secretsIn } from '../secrets.ts';

/** How long a server may take, in milliseconds. */
const PATIENCE = 10_000;
/** Largest file, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** The text of a calendar. Throws a sentence that holds no secret. */
export async function fetchCalendar(
  { from }: Pick<CalendarConfig, 'from'>,
  environment: Record<string, string | undefined>,
  signal: AbortSignal,
): Promise<string> {
  if ('file' in from) return readText(from.file);
  const secrets = await secretsIn(from.url, environment);
  const url = await resolveSecrets(from.url, environment);
  try {
    const next = 'See that the address is right and that the server is up.';
    const { status, body } = await httpRequest({ method: 'GET', url }, { signal, next, timeout: PATIENCE });
    if (status !== 200) throw new Error(`GET ${url} was answered with ${status}.`);
    return body;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // The address of a private calendar is a secret as a whole, and what caused the error may name it.
    throw new Error(mask(said, secrets));
  }
}

async function readText(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > LARGEST) throw new Error(`${path} is larger than 16 MiB.`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
