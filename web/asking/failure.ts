/** Why something that was asked for was not answered. Pure. */

/** Refusals that are over after a while: a request that came too slowly, and too many of them. */
const PASSING: readonly number[] = [408, 429];

/** A request that was refused, or that nobody answered. */
export class AskFailure extends Error {
  /** A code of docs/errors.md, or `unreachable`. */
  readonly code: string;
  /** HTTP status; 0 where nobody answered. */
  readonly status: number;
  /** The mistakes in files, each with its place, where they are why. */
  readonly problems: readonly string[];
  /** Sluice itself refused it, and will do so again. */
  readonly final: boolean;

  constructor(code: string, message: string, status: number, problems: readonly string[] = []) {
    super(message);
    this.name = 'AskFailure';
    this.code = code;
    this.status = status;
    this.problems = problems;
    this.final = code !== 'unreachable' && status >= 400 && status < 500 && !PASSING.includes(status);
  }
}

/** Why something could not be read. */
export interface Refusal {
  /** In words, with what becomes of it. */
  refused: string;
  /** The mistakes in files, each with its place, where they are why. */
  mistakes: readonly string[];
  /** It may be answered another time. */
  again: boolean;
}

/** What was answered, or why nothing was. */
export async function answerOf<T>(asked: Promise<T>): Promise<{ found: T } | Refusal> {
  try {
    return { found: await asked };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const failure = error instanceof AskFailure ? error : undefined;
    const again = failure?.final !== true;
    return { refused: again ? `${why}; trying again.` : why, mistakes: failure?.problems ?? [], again };
  }
}
