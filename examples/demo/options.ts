import { parseArgs } from 'node:util';
import { metricSources, routers, type PartsChosen } from './rig/parts.ts';

/** What the demo was asked for. */
export interface Options extends PartsChosen {
  /** File for the table as JSON. */
  json?: string;
  /** The demo stays up when its story is told. */
  keep: boolean;
}

const USAGE = `Usage: npm run demo -- [--router ${routers.join('|')}] [--metrics ${metricSources.join('|')}] [--keep] [--json FILE]`;

/** Reads the arguments. Throws a sentence with the usage when one is not known. */
export function readOptions(args: string[]): Options {
  const { router = 'traefik', metrics = 'scrape', keep = false, json } = parse(args);
  return {
    router: oneOf('router', router, routers),
    metrics: oneOf('metrics', metrics, metricSources),
    keep,
    ...(json === undefined ? {} : { json }),
  };
}

function parse(args: string[]) {
  const options = {
    router: { type: 'string' },
    metrics: { type: 'string' },
    keep: { type: 'boolean' },
    json: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`, { cause: error });
  }
}

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((each) => each === given);
  if (found === undefined) throw new Error(`--${option} ${given} is not known. ${USAGE}`);
  return found;
}
