/** Which release a finished one is compared with. Pure. */
import type { ReleaseRow } from '../../../api/wire/release.ts';

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A release among others of its lane. Its time is the reader's own, as every other one on the page. */
export function inOneLine({ id, version, outcome, startedAt }: ReleaseRow): string {
  return `${id.split('.').at(-1)}: ${version} ${outcome ?? ''}, ${WHEN.format(startedAt)}`;
}

/** The others of its lane that have finished, newest first. */
export function othersOf(id: string, rows: readonly ReleaseRow[]): ReleaseRow[] {
  return rows.filter((row) => row.id !== id && row.phase === 'finished');
}

/** The one that says most: the last one before it that completed, else the newest. */
export function likeliest(startedAt: number, others: readonly ReleaseRow[]): string {
  const good = others.find((row) => row.outcome === 'completed' && row.startedAt < startedAt);
  return (good ?? others[0])?.id ?? '';
}

/** An id as somebody writes it, `SERVICE.ENVIRONMENT.N`; undefined where it is none. */
export function writtenId(text: string): string | undefined {
  const id = text.trim();
  return /^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*\.[1-9]\d*$/.test(id) ? id : undefined;
}
