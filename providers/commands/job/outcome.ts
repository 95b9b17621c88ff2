import { readFile, rm } from 'node:fs/promises';
import type { ProviderContext } from '../../context.ts';
import { errorCode } from '../../error-code.ts';
import { mask } from '../../secrets.ts';
import { tail } from '../../tail.ts';
import { commandEnvironment } from '../environment.ts';
import { jobFiles, type JobFiles, type JobLayout } from './layout.ts';
import { maskFile, readMasked } from './masked-file.ts';
import { removeJob, type JobRecord } from './record.ts';

/** How a command ended. Nothing in it holds a secret that the command was given. */
export interface JobOutcome {
  /** It ended by itself, with this exit status. */
  status?: number;
  /** "ended with status 3", "was ended after 300 s, its timeout". */
  how: string;
  /** Nobody knows how it ended: its shell was killed from outside, or the machine stopped. */
  lost: boolean;
  /** What it printed on standard output, where that was kept apart. */
  answer: string;
  /** The end of the rest, at most 2,000 characters. */
  said: string;
  /** Absolute path of the log. */
  log: string;
  /** When it was asked for, in milliseconds since the epoch. */
  placedAt: number;
  /** The same text with the command's secrets masked, for what it wrote elsewhere. */
  hide: (text: string) => string;
}

/** Characters of output that an error or an event holds. */
const told = 2000;

/** Takes an ended job out of its lane, masks what is kept of its output, and says how it ended. */
export async function settleJob(
  layout: JobLayout,
  job: JobRecord,
  status: number | undefined,
  context: ProviderContext,
): Promise<JobOutcome> {
  const known = await secretsOf(job, context);
  const secrets = known ?? [];
  const before = jobFiles(layout.current, job.id);
  for (const path of [before.log, before.answer]) {
    await (known === undefined ? rm(path, { force: true }) : maskFile(path, secrets));
  }
  const files = jobFiles(await removeJob(layout, job), job.id);
  const why = await readWhy(files);
  const byItself = why === undefined && status !== undefined;
  return {
    ...(byItself ? { status } : {}),
    how:
      why ?? (byItself ? `ended with status ${status}` : 'was killed with its shell, or the machine stopped'),
    lost: why === undefined && status === undefined,
    answer: await readMasked(files.answer, secrets),
    said: tail(await readMasked(files.log, secrets), told),
    log: files.log,
    placedAt: job.placedAt,
    hide: (text) => mask(text, secrets),
  };
}

/** Undefined when one of them cannot be read any more: then nobody can tell what to mask. */
async function secretsOf(
  { environment }: JobRecord,
  context: ProviderContext,
): Promise<string[] | undefined> {
  try {
    return (await commandEnvironment(environment, {}, context.environment)).secrets;
  } catch (error) {
    context.log.warn(
      { err: error },
      'the output of a command is thrown away, since its secrets cannot be read',
    );
    return undefined;
  }
}

async function readWhy(files: JobFiles): Promise<string | undefined> {
  try {
    return `was ended ${await readFile(files.why, 'utf8')}`;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
