import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('histories/', import.meta.url));

/** A saved history: Temporal's own JSON of a finished workflow. */
export interface SavedHistory {
  workflowId: string;
  history: unknown;
}

/** Names of all saved histories. */
export function savedNames(): string[] {
  return readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
}

/** A saved history by its name. The id is that of the workflow, which its activities and children are named by. */
export function readHistory(name: string): SavedHistory {
  const saved: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  if (typeof saved !== 'object' || saved === null || !('workflowId' in saved) || !('history' in saved)) {
    throw new Error(`${name}.json is no saved history: it has to have workflowId and history.`);
  }
  return { workflowId: String(saved.workflowId), history: saved.history };
}

/** Saves a history under a name; what was saved before under it is replaced. */
export function writeHistory(name: string, saved: SavedHistory): void {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(saved)}\n`);
}
