/** What moves the traffic of a service. */
import { z } from 'zod';
import { filePath, url } from './addresses.ts';
import { words } from './leaf.ts';
import { mapping } from './mapping.ts';

const traefikRouter = mapping({
  file: filePath(
    'The dynamic file that Sluice writes for this environment, .yaml or .yml, used by nothing else.',
  ),
  metrics: url("URL of Traefik's Prometheus metrics."),
  api: url("Base URL of Traefik's API. Default: the origin of `metrics`.").exactOptional(),
  rule: words('a routing rule such as Host(`shop.example.com`)', "Traefik's routing rule.").prefault(
    'PathPrefix(`/`)',
  ),
  entryPoints: z
    .array(words('the name of an entry point', 'An entry point.'))
    .prefault([])
    .meta({ description: "Traefik's entry points. None means Traefik's default." }),
  temporaryFolder: filePath(
    'Folder for files that are not yet in place: on the same file system as `file`, outside the folder that ' +
      'Traefik watches. Default: `.sluice-tmp` beside the folder of `file`.',
  ).exactOptional(),
}).meta({ description: 'Traefik, through its file provider.' });

/** The router of an environment: one key, the kind. */
export const router = mapping({ traefik: traefikRouter });
