/** What people do to a real daemon by the command line becomes a chain, and what is taken from the chain is named. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../rigs/free-port.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { madeAnew } from '../rigs/made-anew.ts';
import { startServe, type Served } from '../rigs/served.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const release = 'shop.production.1';
const view = z.looseObject({ phase: z.string() });

let folder: TemporaryFolder;
let traefik: Server;
let served: Served;
let api: string;

madeAnew({ start, stop }, 150_000);

async function start(): Promise<void> {
  folder = await temporaryFolder('audit-e2e');
  // A Traefik that knows no such service yet, so that a first release may begin.
  traefik = createServer((_request, response) => {
    response.writeHead(404).end('{"message":"not found"}');
  });
  await once(traefik.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(traefik.address());
  await mkdir(join(folder.path, 'services'));
  await writeFile(join(folder.path, 'services', 'shop.yaml'), serviceFile(port));
  const listen = `127.0.0.1:${await freePort()}`;
  await writeFile(
    join(folder.path, 'sluice.yaml'),
    `listen: ${listen}\ndata: data\narchive: { folder: archive }\n`,
  );
  served = startServe(folder.path);
  api = await served.ready();
}

async function stop(): Promise<void> {
  // It takes its Temporal with it, which a kill would leave behind.
  served.child.kill('SIGTERM');
  await served.ended();
  traefik.close();
  await folder.remove();
}

async function sluice(...words: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, NODE_COMPILE_CACHE, HOME: folder.path };
    const args = [main, '--server', api, '--actor', 'ann', ...words];
    const child = execFile(process.execPath, args, { env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out: out + err });
    });
  });
}

test(
  'each act is a line, a whole chain is said to be whole, and a line that is gone is named',
  { timeout: 150_000 },
  async () => {
    await sluice('release', 'start', 'shop@production', 'v1', '--reason', 'the first one');
    await until('the hold', async () => {
      const { out } = await sluice('release', 'show', release, '--json');
      return view.parse(JSON.parse(out)).phase === 'holding';
    });
    await sluice('release', 'pause', release, '--reason', 'to look');
    await sluice('release', 'resume', release);
    await sluice('release', 'abort', release, '--reason', 'it is wrong');
    const file = join(folder.path, 'archive', 'audit', 'shop.production.jsonl');
    const lines = await until('four lines', async () => {
      const there = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
      return there.length === 4 ? there : undefined;
    });
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { number: 1, act: 'start', actor: 'ann', reason: 'the first one', release, version: 'v1' },
      { number: 2, act: 'pause', reason: 'to look', before: { phase: 'holding', hold: 'crashed' } },
      { number: 3, act: 'resume', before: { pausedBy: 'ann' } },
      { number: 4, act: 'abort', reason: 'it is wrong', after: { phase: 'undoing' } },
    ]);

    const exported = await sluice('audit', '--lane', 'shop@production', '--jsonl');
    const read = (text: string): unknown => JSON.parse(text);
    expect(exported.out.trimEnd().split('\n').map(read)).toEqual(lines.map(read));
    // The lane remembers the last line as soon as it hears that it was written.
    const whole = await until('a whole chain', async () => {
      const answer = await sluice('audit', 'verify', file);
      return answer.code === 0 ? answer : undefined;
    });
    expect(whole.out).toMatch(
      /^shop\.production: 4 lines, .* whole, to the last line that its owner wrote$/m,
    );

    const [one = '', two = '', three = '', four = ''] = lines;
    const copy = join(folder.path, 'copy.jsonl');
    const broken: [string[], string][] = [
      [[one, three, four], 'line 2: act 2 of shop.production is missing before act 3'],
      [[one, two.replace('to look', 'to see'), three, four], 'line 2: act 2 of shop.production was changed'],
      [[one, two, three], 'act 4 of shop.production is missing at the end: its owner wrote 4 lines'],
    ];
    for (const [left, said] of broken) {
      await writeFile(copy, left.map((line) => `${line}\n`).join(''));
      const { code, out } = await sluice('audit', 'verify', copy);
      expect([code, out]).toEqual([1, expect.stringContaining(said)]);
    }
  },
);

/** The gate neither passes nor fails, so that the release holds before it touches anything. */
function serviceFile(port: number): string {
  return `service: shop
environments:
  production:
    platform: { process: { command: "exit 1", instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:${port}/metrics" } }
    steps: [{ gate: { command: "exit 3", report: none } }, deploy, cutover]
`;
}
