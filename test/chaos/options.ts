import { parseArgs } from 'node:util';

/** Seeds to play. */
export interface PlayOptions {
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

/** Records to judge again. */
export interface JudgeOptions {
  /** The folder that `record` was. */
  judge: string;
  /** Records that do not say where they were made were made on this machine, at this commit. */
  commit?: string;
  /** As for what is played. */
  page: boolean;
}

const USAGE =
  'Usage: npm run chaos -- [--releases N] [--seed S] [--seeds K] [--postgres] [--record FOLDER] [--page], or ' +
  'npm run chaos -- --judge FOLDER [--commit C] [--page]';

/** Reads the arguments. Throws a sentence with the usage when one is wrong. */
export function readOptions(args: string[]): PlayOptions | JudgeOptions {
  const { judge, commit, page = false, ...playing } = parse(args);
  if (judge === undefined) {
    if (commit !== undefined) throw new Error(`--commit is for --judge alone. ${USAGE}`);
    return { ...played(playing), page };
  }
  for (const option of Object.keys(playing))
    throw new Error(`--judge plays nothing, so --${option} has no place beside it. ${USAGE}`);
  return { judge, page, ...(commit === undefined ? {} : { commit }) };
}

type Playing = Omit<ReturnType<typeof parse>, 'judge' | 'commit' | 'page'>;

function played(options: Playing): Omit<PlayOptions, 'page'> {
  const { releases = '10', seed, seeds = '1', postgres = false, record } = options;
  const count = whole('seeds', seeds, 10_000);
  const first = seed === undefined ? Math.floor(Math.random() * 1e6) + 1 : whole('seed', seed, 2 ** 31);
  return {
    releases: whole('releases', releases, 1000),
    seeds: Array.from({ length: count }, (_, i) => first + i),
    postgres,
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
    judge: { type: 'string' },
    commit: { type: 'string' },
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
