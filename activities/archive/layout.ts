import { join } from 'node:path';

/** Id of a release, `SERVICE.ENVIRONMENT.N`; nothing else may become part of a path. */
const ID = /^([a-z0-9][a-z0-9-]{0,62}\.[a-z0-9][a-z0-9-]{0,62})\.([1-9]\d{0,14})$/;

/** Where a release's report is: `SERVICE.ENVIRONMENT/N.json`; undefined when the id is not one. */
export function reportFile(archiveFolder: string, id: string): string | undefined {
  const [, lane, number] = ID.exec(id) ?? [];
  return lane === undefined ? undefined : join(archiveFolder, lane, `${number}.json`);
}

/** Where the chain of acts of a lane, `SERVICE.ENVIRONMENT`, or of the registry is: one JSON object a line. */
export function auditFile(archiveFolder: string, chain: string): string {
  return join(auditFolder(archiveFolder), `${chain}.jsonl`);
}

/** Where all chains of acts are. */
export function auditFolder(archiveFolder: string): string {
  return join(archiveFolder, 'audit');
}

/** Where the entries of all reports are: one JSON object a line. */
export function indexFile(archiveFolder: string): string {
  return join(archiveFolder, 'index.jsonl');
}
