import { parseArgs } from 'node:util';

/** What a chaos run was asked for. */
export interface Options {
  releases: number;
  /** Seeds that are played, one after the other. */
  seeds: number[];
  /** On two workers, two APIs and Temporal with PostgreSQL; else a seed says on what. */
  postgres: boolean;
  /** Folder for everything that was seen of each seed. */
  record?: string;
  /** The results become a table of `docs/chaos.md`. */
  page: boolean;
}

const USAGE =
  'Usage: npm run chaos -- [--releases N] [--seed S] [--seeds K] [--postgres] [--record FOLDER] [--page]';

/** Reads the arguments. Throws a sentence with the usage when one is wrong. */
export function readOptions(args: string[]): Options {
  const { releases = '10', seed, seeds = '1', postgres = false, record, page = false } = parse(args);
  const count = whole('seeds', seeds, 10_000);
  const first = seed === undefined ? Math.floor(Math.random() * 1e6) + 1 : whole('seed', seed, 2 ** 31);
  return {
    releases: whole('releases', releases, 1000),
    seeds: Array.from({ length: count }, (_, i) => first + i),
    postgres,
    page,
    ...(record === undefined ? {} : { record }),
  };
}

function parse(args: string[]) {
  const options = {
    releases: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    postgres: { type: 'boolean' },
    record: { type: 'string' },
    page: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`, { cause: error });
  }
}

function whole(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Error(`--${option} ${text}: expected a whole number from 1 to ${most}. ${USAGE}`);
}
