/** A service file as data: what it holds once read, and what is wrong with it otherwise. */
import { dirname, resolve } from 'node:path';
import type { SourceDocument } from './document.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './issues.ts';
import { needsOf, type Need } from './needed-settings.ts';
import { inOrder, type Loaded } from './problem.ts';
import { serviceFileFindings } from './rules/service-file.ts';
import type { EnvironmentInput } from './schema/environment.ts';
import { serviceFile } from './schema/service-file.ts';

/** A service file that was read and found right. Its paths are still relative to its folder. */
export interface ServiceFile {
  /** Absolute path of the file. */
  file: string;
  service: string;
  environments: Record<string, EnvironmentInput>;
  /** What it counts on in the settings. */
  needs: Need[];
}

/** Reads a service file from a document, or says everything that is wrong with it, in order of position. */
export function readServiceFile(document: SourceDocument): Loaded<ServiceFile> {
  const file = resolve(document.file);
  const parsed = serviceFile.safeParse(document.value, { reportInput: true });
  const formal = parsed.success ? [] : findingsOf(parsed.error);
  const findings: Finding[] = [...formal, ...serviceFileFindings(document.value, dirname(file))];
  if (parsed.success && findings.length === 0) {
    const needs = needsOf(parsed.data.environments, document.problem);
    return { value: { file, ...parsed.data, needs } };
  }
  return { problems: inOrder(findings.map(document.problem)) };
}
