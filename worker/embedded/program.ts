import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode } from '../../providers/error-code.ts';
import { StartError } from '../start-error.ts';

/** The Temporal CLI, which brings the server. */
export interface TemporalProgram {
  file: string;
  /** Of the server in it, such as `1.32.0`. */
  serverVersion: string;
}

const run = promisify(execFile);
const WAY_OUT =
  "Install Temporal's CLI (https://docs.temporal.io/cli) and put it on PATH or name it in SLUICE_TEMPORAL, or use a Temporal of your own by TEMPORAL_ADDRESS.";

/** Finds the program by SLUICE_TEMPORAL or on PATH and asks for its version. Throws a StartError without one. */
export async function findTemporal(environment: NodeJS.ProcessEnv): Promise<TemporalProgram> {
  const file = environment['SLUICE_TEMPORAL'] || 'temporal';
  try {
    const { stdout } = await run(file, ['--version'], { env: environment, timeout: 10_000 });
    const [, serverVersion] = /\(Server (\d+\.\d+\.\d+)/.exec(stdout) ?? [];
    if (serverVersion !== undefined) return { file, serverVersion };
    throw new StartError(`${file} does not say which Temporal server it has. ${WAY_OUT}`);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const cause = errorCode(error) === 'ENOENT' ? 'it is not there' : String(error);
    throw new StartError(`The embedded Temporal needs the program ${file}: ${cause}. ${WAY_OUT}`, {
      cause: error,
    });
  }
}
