/** All service files of a folder together: what each may not share with another. */
import { dirname } from 'node:path';
import { fileProblem, type Problem } from './problem.ts';
import type { ServiceFile } from './service-file.ts';

/** The services that can be released, and what is wrong with the files of the others. */
export interface Definitions {
  /** By name of the service. */
  services: ReadonlyMap<string, ServiceFile>;
  problems: readonly Problem[];
}

/**
 * Puts service files together. Files that claim the same service, router file or name in the router are all
 * left out, since nobody can tell which is meant; the problem names both.
 */
export function together(files: readonly ServiceFile[]): Definitions {
  const owners = new Map<string, ServiceFile>();
  const refused = new Set<ServiceFile>();
  const problems: Problem[] = [];
  for (const file of files) {
    for (const [claim, what] of claims(file)) {
      const owner = owners.get(claim) ?? file;
      owners.set(claim, owner);
      if (owner === file) continue;
      refused.add(owner).add(file);
      problems.push(fileProblem(file.file, `${what} is already in ${owner.file}`, 'one file for it'));
      break;
    }
  }
  const kept = files.filter((file) => !refused.has(file));
  return { services: new Map(kept.map((file) => [file.service, file])), problems };
}

/** What a file claims for itself, as unique texts with their names. */
function claims({ service, environments, file }: ServiceFile): [claim: string, what: string][] {
  const own = Object.entries(environments).flatMap(([name, { router }]): [string, string][] => {
    const joined = `${service}-${name}`;
    return [
      ...router.claims(dirname(file)).map(({ claim, what }): [string, string] => [claim, what]),
      // Service a-b in environment c and service a in environment b-c would be one name in the router.
      [`name ${joined}`, `the name ${joined} in the router`],
    ];
  });
  return [[`service ${service}`, `the service ${service}`], ...own];
}
