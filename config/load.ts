/** Reads files and folders. This is the only file of this folder that does; what is in them is judged elsewhere. */
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { together, type Definitions } from './definitions.ts';
import { LARGEST_FILE, readDocument, type SourceDocument } from './document.ts';
import { fileProblem, inOrder, type Loaded, type Problem } from './problem.ts';
import { readServiceFile, type ServiceFile } from './service-file.ts';
import { readSettings, type Settings } from './settings.ts';
import { shareRuns } from './share-runs.ts';

/** Reads and validates one service file. */
export async function loadServiceFile(path: string): Promise<Loaded<ServiceFile>> {
  const document = await loadDocument(path);
  return 'value' in document ? readServiceFile(document.value) : document;
}

/** Reads and validates a settings file. */
export async function loadSettings(path: string): Promise<Loaded<Settings>> {
  const document = await loadDocument(path);
  return 'value' in document ? readSettings(document.value) : document;
}

/** Files that were changed this short a time before they were read may be changed again under the same time stamp. */
const STILL_CHANGING = 2000;
/** What was read of each file that has not been changed since, by path. */
const known = new Map<string, { stamp: string; loaded: Loaded<ServiceFile> }>();

/** Files that are open at the same time: one after the other hundreds take long, and a process may open only so many. */
const AT_ONCE = 32;

/** So long what the other files of a folder said of a service stands, in milliseconds. */
const RECENT = 1000;
/** Longer where reading them takes long, so that no more than a tenth of the time goes into it. */
const OF_THAT = 9;
/** What the newest reading found, by folder, and until when that stands for the other files. */
const latest = new Map<string, { until: number; definitions: Definitions }>();

/**
 * Reads every service file of a folder, those that are known and have not been changed excepted. A file that is wrong
 * takes nothing from the others: the services that can be released come with the problems of those that cannot. Those
 * who ask meanwhile share the next reading.
 */
export const loadDefinitions = shareRuns(async (folder) => {
  const began = Date.now();
  const definitions = await readDefinitions(folder);
  const took = Date.now() - began;
  latest.set(folder, { until: began + took + Math.max(RECENT, OF_THAT * took), definitions });
  return definitions;
});

/**
 * The same for one service, whose own file is read as it is now: with thousands of files, to look at each of them at
 * each start takes more than the start. That another file claims the same is seen a second later, or ten times what it
 * takes to read all.
 */
export async function loadDefinitionsFor(folder: string, service: string): Promise<Definitions> {
  const before = latest.get(folder);
  const path = before?.definitions.services.get(service)?.file;
  if (before === undefined || path === undefined || Date.now() >= before.until)
    return loadDefinitions(folder);
  const loaded = await loadIfChanged(path);
  const same = 'value' in loaded && loaded.value === before.definitions.services.get(service);
  return same ? before.definitions : loadDefinitions(folder);
}

async function readDefinitions(folder: string): Promise<Definitions> {
  const paths = await listFiles(folder);
  if (!('value' in paths)) return { services: new Map(), problems: paths.problems };
  const files: ServiceFile[] = [];
  const problems: Problem[] = [];
  const present = new Set(paths.value);
  for (const path of known.keys()) {
    if (dirname(path) === folder && !present.has(path)) known.delete(path);
  }
  for (let from = 0; from < paths.value.length; from += AT_ONCE) {
    for (const loaded of await Promise.all(paths.value.slice(from, from + AT_ONCE).map(loadIfChanged))) {
      if ('value' in loaded) files.push(loaded.value);
      else problems.push(...loaded.problems);
    }
  }
  const { services, problems: shared } = together(files);
  return { services, problems: inOrder([...problems, ...shared]) };
}

async function loadIfChanged(path: string): Promise<Loaded<ServiceFile>> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  const stamp = found === undefined ? '' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
  const before = known.get(path);
  if (before !== undefined && before.stamp === stamp) return before.loaded;
  known.delete(path);
  const loaded = await loadServiceFile(path);
  const settled = found !== undefined && Date.now() - Number(found.ctimeMs) > STILL_CHANGING;
  if (settled) known.set(path, { stamp, loaded });
  return loaded;
}

/** Reads one YAML file, at most 1 MiB of it. */
export async function loadDocument(path: string): Promise<Loaded<SourceDocument>> {
  let handle: FileHandle | undefined;
  try {
    // A named pipe would block the opening itself, so what it is comes first.
    const found = await stat(path);
    if (!found.isFile()) {
      return { problems: [fileProblem(path, 'this is not a file', 'a YAML file')] };
    }
    handle = await open(path);
    const buffer = Buffer.alloc(Math.min(found.size, LARGEST_FILE) + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return readDocument(path, buffer.subarray(0, bytesRead));
  } catch (error) {
    return { problems: [unreadable(path, error)] };
  } finally {
    await handle?.close();
  }
}

/** The YAML files directly in a folder, in order of name; hidden ones and subfolders are left alone. */
export async function listFiles(folder: string): Promise<Loaded<string[]>> {
  try {
    const names = (await readdir(folder)).filter((name) => /^[^.].*\.ya?ml$/.test(name)).toSorted();
    return { value: names.map((name) => join(folder, name)) };
  } catch (error) {
    return { problems: [unreadable(folder, error)] };
  }
}

/** Whether a path is a folder; what cannot be looked at is none. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function unreadable(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT') return fileProblem(path, 'there is no such file or folder');
  if (code === 'ENOTDIR') return fileProblem(path, 'this is not a folder');
  if (code === 'EACCES') return fileProblem(path, 'this user may not read it');
  return fileProblem(path, `it cannot be read (${code})`);
}
