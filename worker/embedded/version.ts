import { basename, dirname } from 'node:path';

/**
 * Why a server must not open a database that another version wrote last; undefined when it may. The development
 * server brings no migrations: only the schema within one minor version is taken to be the same, and nothing is
 * opened by an older patch than wrote it.
 */
export function versionRefusal(database: string, wroteIt: string, present: string): string | undefined {
  const [major, minor, patch] = numbers(wroteIt);
  const [presentMajor, presentMinor, presentPatch] = numbers(present);
  if (major === presentMajor && minor === presentMinor && presentPatch >= patch) return undefined;
  const names = ['', '-wal', '-shm'].map((end) => basename(database) + end).join(', ');
  return (
    `${database} was written by Temporal server ${wroteIt}, and the one at hand is ${present}, which may not be able to read it. ` +
    `Go on with the other one (name a CLI with server ${major}.${minor}.x, x at least ${patch}, in SLUICE_TEMPORAL), ` +
    `or begin anew without its releases: stop what runs, then move ${names} and temporal.json out of ${dirname(database)}.`
  );
}

function numbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}
