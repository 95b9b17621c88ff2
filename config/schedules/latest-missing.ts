import { loadDocument } from '../load.ts';
import { fileProblem, type Problem } from '../problem.ts';
import type { ServiceFile } from '../service-file.ts';

const MISSING = {
  message: 'nothing says where the latest version is',
  expected: 'latest in the environment',
  hint: 'add it there, or make the schedule with a fixed version',
};

/**
 * What is wrong with a schedule of the latest version in an environment that does not say where that is, at the
 * environment's place in its file; undefined where it does.
 */
export async function latestMissing(
  { file, environments }: ServiceFile,
  environment: string,
): Promise<Problem | undefined> {
  if (environments[environment]?.latest !== undefined) return undefined;
  const document = await loadDocument(file);
  // It may have been taken away since it was read.
  if (!('value' in document)) return fileProblem(file, MISSING.message, MISSING.expected);
  return document.value.problem({ path: ['environments', environment], at: 'key', ...MISSING });
}
