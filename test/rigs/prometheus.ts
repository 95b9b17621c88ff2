import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { z } from 'zod';
import { endProcess } from './end-process.ts';
import { findProgram } from './program.ts';
import { toolsFolder } from '../tools.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** A real Prometheus on a free loopback port that scrapes its targets each second. */
export interface PrometheusRig {
  url: string;
  /** The result of an instant query of now, as Prometheus itself has it. */
  query(expression: string): Promise<unknown[]>;
  /** Kills Prometheus and waits until it is gone; its samples stay. */
  kill(): Promise<void>;
  /** Starts it on the same port and waits until it answers. */
  start(): Promise<void>;
  /** Ends Prometheus and removes its folder. */
  stop(): Promise<void>;
}

/** How it differs from the plainest one. */
interface Options {
  /** Further flags. */
  flags?: string[];
  /** Rules as YAML, evaluated each second. */
  rules?: string;
  /** The name of every scrape job. */
  job?: string;
  /** Samples that it has from the beginning, as OpenMetrics text with times; needs promtool beside it. */
  past?: string;
  /** Its web configuration; with `tls` in it the URL is https. */
  web?: { config: string; isUp(url: string): Promise<boolean> };
}

const run = promisify(execFile);

const resultSchema = z.object({ data: z.object({ result: z.array(z.unknown()) }) });

/**
 * Starts Prometheus and waits until it answers; leaves nothing behind when that fails. Targets are `HOST:PORT`, with a
 * path where their page is another than `/metrics`.
 */
export async function startPrometheus(
  targets: string[],
  { flags = [], web, past, rules, job }: Options = {},
): Promise<PrometheusRig> {
  const program = findProgram('prometheus', 'SLUICE_PROMETHEUS');
  const folder = await temporaryFolder('prometheus');
  const port = await freePort();
  const url = `${web === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const logFile = join(folder.path, 'prometheus.log');
  const webFile = join(folder.path, 'web.yml');
  let child: ChildProcess | undefined;

  const isUp = async (): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;
  const kill = async (): Promise<void> => {
    if (child) await endProcess(child);
  };
  const start = async (): Promise<void> => {
    const output = await open(logFile, 'a');
    const given = [
      `--config.file=${join(folder.path, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...(web === undefined ? [] : [`--web.config.file=${webFile}`]),
      ...flags,
    ];
    child = spawn(program, given, { stdio: ['ignore', output.fd, output.fd] });
    child.on('error', () => undefined);
    await output.close();
    await until('Prometheus to answer', () => web?.isUp(url) ?? isUp()).catch(async (error) => {
      throw new Error(`Prometheus did not start: ${await readFile(logFile, 'utf8')}`, { cause: error });
    });
  };
  const stop = async (): Promise<void> => {
    await kill();
    await folder.remove();
  };
  try {
    if (rules !== undefined) await writeFile(join(folder.path, 'rules.yml'), rules);
    const rulesFile = rules === undefined ? [] : ['rules.yml'];
    await writeFile(join(folder.path, 'prometheus.yml'), configuration(targets, rulesFile, job));
    if (web !== undefined) await writeFile(webFile, web.config);
    if (past !== undefined) {
      const file = join(folder.path, 'past.txt');
      await writeFile(file, past);
      await run(findPromtool() ?? 'promtool', [
        'tsdb',
        'create-blocks-from',
        'openmetrics',
        file,
        join(folder.path, 'data'),
      ]);
    }
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    query: async (expression) => {
      const answer = await fetch(
        `${url}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`,
      );
      return resultSchema.parse(await answer.json()).data.result;
    },
    kill,
    start,
    stop,
  };
}

/** It comes with Prometheus: beside the program itself, or where the set-up unpacked both. Undefined: not there. */
export function findPromtool(): string | undefined {
  const beside = join(dirname(realpathSync(findProgram('prometheus', 'SLUICE_PROMETHEUS'))), 'promtool');
  const unpacked = join(toolsFolder, 'debian-prometheus', 'usr', 'bin', 'promtool');
  return [beside, unpacked].find((file) => existsSync(file));
}

// JSON is YAML.
function configuration(targets: string[], rules: string[], job: string | undefined): string {
  const scrapes = targets.map((each, index) => {
    const { host, pathname } = new URL(`http://${each}`);
    return {
      job_name: `test-${index}`,
      ...(pathname === '/' ? {} : { metrics_path: pathname }),
      static_configs: [{ targets: [host], labels: job === undefined ? {} : { job } }],
    };
  });
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: rules,
    scrape_configs: scrapes,
  });
}
