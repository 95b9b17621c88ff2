/** Offline reading and validation of files and folders, for `sluice check` and `sluice plan`. */
import { together, type Definitions } from './definitions.ts';
import type { SourceDocument } from './document.ts';
import { isFolder, listFiles, loadDocument } from './load.ts';
import { unmet } from './needed-settings.ts';
import { fileProblem, inOrder, type Loaded, type Problem } from './problem.ts';
import { serviceFile } from './schema/service-file.ts';
import { settings } from './schema/settings.ts';
import { readServiceFile, type ServiceFile } from './service-file.ts';
import { readSettings, type Settings } from './settings.ts';

/** What was checked, and everything that is wrong with it. */
export interface CheckResult {
  /** The files that were looked at, in order. */
  files: string[];
  problems: readonly Problem[];
}

/** What was read, everything that is wrong with it, and the services and settings that are right. */
export interface ReadResult extends CheckResult, Definitions {
  settings: Settings[];
}

/**
 * Checks files and the YAML files directly in folders. Whether a file holds settings or a service is told
 * from its keys. Service files are also checked against each other, and against the settings where these are among them.
 */
export async function checkPaths(paths: readonly string[]): Promise<CheckResult> {
  const { files, problems, services, settings: read } = await readPaths(paths);
  const needs = [...services.values()].flatMap((service) => service.needs);
  return { files, problems: inOrder([...problems, ...unmet(needs, read)]) };
}

/** Checks in the same way, and gives the services whose files are right also where others are not. */
export async function readPaths(paths: readonly string[]): Promise<ReadResult> {
  const files: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const listed = (await isFolder(path)) ? await listFiles(path) : { value: [path] };
    if (!('value' in listed)) problems.push(...listed.problems);
    else if (listed.value.length === 0) problems.push(fileProblem(path, 'the folder holds no YAML file'));
    else files.push(...listed.value.filter((file) => !files.includes(file)));
  }
  const read: ServiceFile[] = [];
  const ruling: Settings[] = [];
  for (const file of files) {
    const document = await loadDocument(file);
    const checked = 'value' in document ? checkDocument(document.value) : document;
    if ('problems' in checked) problems.push(...checked.problems);
    else if ('service' in checked.value) read.push(checked.value);
    else ruling.push(checked.value);
  }
  const { services, problems: shared } = together(read);
  return { files, services, settings: ruling, problems: inOrder([...problems, ...shared]) };
}

function checkDocument(document: SourceDocument): Loaded<ServiceFile | Settings> {
  const { value } = document;
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  if (keys.some((key) => key in serviceFile.shape)) return readServiceFile(document);
  if (keys.some((key) => key in settings.shape)) return readSettings(document);
  const message = 'this is neither a service file nor settings';
  const expected = 'service and environments, or keys of sluice.yaml';
  return { problems: [document.problem({ path: [], message, expected })] };
}
