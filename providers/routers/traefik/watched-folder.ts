import { dirname, isAbsolute, relative, resolve } from 'node:path';

/** Throws when the folder for temporary files lies inside the folder of the dynamic file, which Traefik watches. */
export function refuseInsideWatched(temporaryFolder: string, file: string): void {
  const watched = resolve(dirname(file));
  const path = relative(watched, resolve(temporaryFolder));
  if (path.startsWith('..') || isAbsolute(path)) return;
  throw new Error(
    `The temporary folder ${temporaryFolder} lies inside ${watched}, which the router watches, so half-written ` +
      `files would be read. Set temporaryFolder to a folder outside it.`,
  );
}
