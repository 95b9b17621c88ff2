/** The settings file, `sluice.yaml`. */
import type { z } from 'zod';
import type { Reading } from '../units.ts';
import { quote } from '../units.ts';
import { filePath } from './addresses.ts';
import { encryption } from './encryption.ts';
import { github } from './github.ts';
import { leaf, oneOf, show, words } from './leaf.ts';
import { mapping } from './mapping.ts';
import { webhooksIn } from './webhook-in.ts';
import { slack } from './slack.ts';

/** Where the API listens. */
export interface ListenAddress {
  host: string;
  /** 0 to 65535; 0 lets the system choose. */
  port: number;
}

const LISTEN_EXPECTED = 'host:port, such as 127.0.0.1:7600';

const listen = leaf(
  (input): Reading<ListenAddress> => {
    const refuse = (message: string, expected: string): Reading<ListenAddress> => ({
      refused: { message, expected },
    });
    if (typeof input === 'number') return refuse(`${input} names no host`, LISTEN_EXPECTED);
    const match = typeof input === 'string' ? /^(\[[0-9a-fA-F:.]+\]|[^:\s/@]+):(\d{1,5})$/.exec(input) : null;
    const [host, port] = [match?.[1]?.replace(/^\[|\]$/g, ''), Number(match?.[2])];
    if (host === undefined || port > 65_535)
      return refuse(`${show(input)} is not an address`, LISTEN_EXPECTED);
    if (!/^(?:127(?:\.\d{1,3}){3}|localhost|::1)$/.test(host)) {
      const message = `${quote(host)} can be reached from other machines, and there is no authentication yet`;
      return refuse(message, 'a loopback address: 127.0.0.1, localhost or [::1]');
    }
    return { value: { host, port } };
  },
  {
    type: 'string',
    description: 'Host and port of the API; a loopback host, while there is no authentication.',
  },
);

/** The whole file; every key has a default. */
export const settings = mapping({
  listen: listen.prefault('127.0.0.1:7600'),
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
  metrics: mapping({
    listen: listen.exactOptional().meta({
      description: 'Where a worker without an API serves /metrics; a loopback host. None by default.',
    }),
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
