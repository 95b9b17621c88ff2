/**
 * Plays the API against its own OpenAPI: `npm run schemathesis`, 10,000 calls of a real daemon with releases that run
 * and that have finished. Ends with 1 when an answer was a server error or none of those that are documented.
 * `--calls 500` is a quick look, `--seed N` plays the same calls again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startHouse } from '../../bench/api/house.ts';
import { temporaryFolder } from '../rigs/temporary-folder.ts';
import { nameWhatThereIs } from './name-what-there-is.ts';
import { installSchemathesis } from '../../scripts/setup/schemathesis.mjs';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const LANES = 6;
/** Streams end with their releases, and these run: test/e2e/api.test.ts follows one. */
const STREAM = '^/v1/releases/[^/]+/events$';
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

const folder = await installSchemathesis();
const house = await startHouse({ finished: 200, lanes: LANES });
try {
  const scratch = await temporaryFolder('schemathesis');
  try {
    const file = join(scratch.path, 'openapi.json');
    process.exitCode = (await play(file, await describeTo(file))) === 0 ? 0 : 1;
  } finally {
    await scratch.remove();
  }
} finally {
  await house.stop();
}

/** Writes the document that is played to a file; answers of how many operations. */
async function describeTo(file: string): Promise<number> {
  const known = ['production', 'v1', 'f1', 't1', 'past0.production', 'past0.production.1'];
  for (let lane = 0; lane < LANES; lane += 1) {
    known.push(`shop${lane}`, `shop${lane}.production`, await house.start(lane));
  }
  const document = z
    .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await (await fetch(`${house.api}/openapi.json`)).json());
  await writeFile(file, JSON.stringify(nameWhatThereIs(document, known)));
  return Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length - 1;
}

/** Plays it; answers the status of schemathesis. */
async function play(file: string, operations: number): Promise<number | null> {
  const each = Math.max(1, Math.ceil(Number(values.calls) / operations));
  const options = [
    ['--checks', CHECKS],
    ['--exclude-path-regex', STREAM],
    // A worker that is asked for what is not there answers late: 5 s are the API's own patience.
    ['--request-timeout', '20'],
    ['--phases', 'examples,coverage,fuzzing'],
    ['--max-examples', String(each)],
    ['--generation-database', 'none'],
    ['--seed', values.seed],
    // Two threads of Python 3.11 may not read source code at once, and what comes of it is "Inconsistent results".
    ['--workers', '1'],
  ].flat();
  const command = 'from schemathesis.cli import schemathesis; schemathesis()';
  const config = join(import.meta.dirname, 'schemathesis.toml');
  const child = spawn(
    'python3',
    ['-c', command, '--config-file', config, 'run', file, '--url', house.api, ...options],
    {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  const [status] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, 'exit'));
  return status;
}
