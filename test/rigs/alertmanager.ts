import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { z } from 'zod';
import { endProcess } from './end-process.ts';
import { toolsFolder } from '../tools.ts';
import { findProgram } from './program.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: z.string(),
    endsAt: z.string(),
    generatorURL: z.string().exactOptional(),
    status: z.object({ state: z.string() }),
  }),
);

/** An alert as the Alertmanager has it. */
export type StandingAlert = z.output<typeof alertsSchema>[number];

/** A real Alertmanager on a free loopback port. */
export interface AlertmanagerRig {
  url: string;
  /** The alerts that it takes to be firing. */
  alerts(): Promise<StandingAlert[]>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts an Alertmanager that tells nobody, and waits until it answers. */
export async function startAlertmanager(): Promise<AlertmanagerRig> {
  const program = findProgram('prometheus-alertmanager', 'SLUICE_ALERTMANAGER');
  const folder = await temporaryFolder('alertmanager');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder.path, 'log');
  // JSON is YAML.
  const config = { route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] };
  const file = join(folder.path, 'alertmanager.yml');
  await writeFile(file, JSON.stringify(config));
  const output = await open(logFile, 'a');
  const child = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { cwd: templates(folder.path), stdio: ['ignore', output.fd, output.fd] },
  );
  child.on('error', () => undefined);
  await output.close();
  const stop = async (): Promise<void> => {
    await endProcess(child);
    await folder.remove();
  };
  try {
    await until('Alertmanager to answer', async () => (await fetch(`${url}/-/ready`)).ok);
  } catch (error) {
    const said = await readFile(logFile, 'utf8');
    await stop();
    throw new Error(`Alertmanager did not start: ${said}`, { cause: error });
  }
  return {
    url,
    alerts: async () => alertsSchema.parse(await (await fetch(`${url}/api/v2/alerts`)).json()),
    stop,
  };
}

/** Debian's looks for its templates where it is started, since the set-up has not installed it. */
function templates(otherwise: string): string {
  const unpacked = join(toolsFolder, 'debian-prometheus-alertmanager', 'usr/share/prometheus/alertmanager');
  return existsSync(unpacked) ? unpacked : otherwise;
}
