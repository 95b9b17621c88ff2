import { createHash } from 'node:crypto';
import type { TraefikRouter } from '../../config/routers/traefik.ts';
import { fencedWrite, readIfThere } from './fenced-file/fenced-write.ts';
import type { Router } from './router.ts';
import { parseDynamicFile, renderDynamicFile } from './traefik/dynamic-file.ts';
import { isLoaded } from './traefik/loaded.ts';
import { readRequests } from './traefik/requests.ts';
import { refuseInsideWatched } from './traefik/watched-folder.ts';
import { refuseUnsafeSplit } from './wanted.ts';

/**
 * Traefik 3 by its file provider: the lane's dynamic file is stored state, Traefik's API says whether it is
 * loaded, and its metrics say where requests went.
 */
export function createTraefikRouter(config: TraefikRouter, lane: string): Router {
  return {
    capabilities: {
      granularity: 1,
      atomic: true,
      sticky: false,
      stamps: true,
      propagation: 200,
      observes: true,
      observationLag: 0,
      targets: 'given',
    },
    async read(signal) {
      const text = await readIfThere(config.file);
      const stored = parseDynamicFile(text, lane);
      return {
        split: stored.split,
        targets: stored.targets,
        stamp: stored.stamp?.lane === lane ? stored.stamp : null,
        foreign: text !== '' && stored.stamp?.lane !== lane,
        ...(stored.unreadable === undefined ? {} : { unreadable: stored.unreadable }),
        inEffect: await isLoaded(config.api, lane, stored, signal),
        digest: createHash('sha256').update(text).digest('hex'),
      };
    },
    async write(wanted, fence, signal) {
      if (fence.lane !== lane)
        throw new Error(`A write for lane ${fence.lane} was asked of the router of ${lane}.`);
      if (wanted.split !== null) refuseUnsafeSplit(wanted.split, wanted.targets, lane);
      const content = renderDynamicFile(config, wanted, fence);
      const { file, temporaryFolder } = config;
      refuseInsideWatched(temporaryFolder, file);
      return fencedWrite({ file, temporaryFolder, fence, content, signal });
    },
    requests: (signal) => readRequests(config.metrics, lane, signal),
    // Traefik counts open connections by entry point, not by service.
    inFlight: () => Promise.resolve(undefined),
    describe: () => `Traefik at ${config.api}, by its dynamic file ${config.file}`,
  };
}
