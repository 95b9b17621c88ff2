/** The settings file, `sluice.yaml`. */
import type { z } from 'zod';
import { filePath } from './addresses.ts';
import { auth } from './auth.ts';
import { encryption } from './encryption.ts';
import { github } from './github.ts';
import { oneOf, words } from './leaf.ts';
import { listen } from './listen.ts';
import { freezes } from './freezes.ts';
import { mapping } from './mapping.ts';
import { limits, publicUrl, tls, trustedProxies } from './network.ts';
import { webhooksIn } from './webhook-in.ts';
import { slack } from './slack.ts';

/** The whole file; every key has a default. */
export const settings = mapping({
  listen: listen('Host and port of the API; others than a loopback host take `auth` and TLS.').prefault(
    '127.0.0.1:7600',
  ),
  auth: auth.exactOptional(),
  tls: tls.exactOptional(),
  trustedProxies: trustedProxies.exactOptional(),
  publicUrl: publicUrl.exactOptional(),
  limits: limits.exactOptional(),
  definitions: filePath('The folder of the service files.').prefault('services'),
  data: filePath("The data folder: the embedded Temporal's file, logs of instances.").prefault('.sluice'),
  archive: mapping({
    folder: filePath('The folder of the reports. Default: archive in the data folder.').exactOptional(),
  })
    .prefault({})
    .meta({ description: 'Where reports of finished releases are kept.' }),
  temporal: mapping({
    namespace: words(
      'the name of a namespace',
      "The namespace. Default: that of Temporal's own environment variables and profile file.",
    ).exactOptional(),
    taskQueue: words('the name of a task queue', 'The prefix of the task queues.').prefault('sluice'),
    encryption: encryption.exactOptional(),
  })
    .prefault({})
    .meta({ description: "What Temporal's own environment variables and profile file do not say." }),
  freezes: freezes.exactOptional(),
  metrics: mapping({
    listen: listen(
      'Where a worker without an API serves /metrics; a loopback host. None by default.',
    ).exactOptional(),
  })
    .prefault({})
    .meta({ description: 'Metrics of a daemon with --role worker; any other shows them on `listen`.' }),
  github: github.exactOptional(),
  webhooks: webhooksIn.exactOptional(),
  slack: slack.exactOptional(),
  log: mapping({
    level: oneOf(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
      'The least level that is logged.',
    ).prefault('info'),
  })
    .prefault({})
    .meta({ description: "The daemon's own log." }),
}).meta({ title: 'Sluice settings' });

/** The settings as they were read. */
export type SettingsInput = z.output<typeof settings>;
