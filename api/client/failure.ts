import { isAxiosError } from 'axios';
import { problem } from '../wire/problem.ts';

/** A request that the API refused, or that it never answered. */
export class ClientFailure extends Error {
  /** A code of the API's registry, `unreachable`, or `unexpected_answer`. */
  readonly code: string;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** What was asked, such as `POST http://127.0.0.1:7600/v1/releases`. */
  readonly asked: string;

  constructor(code: string, message: string, asked: string, status?: number) {
    super(message);
    this.name = 'ClientFailure';
    this.code = code;
    this.asked = asked;
    if (status !== undefined) this.status = status;
  }
}

/** Refusals that are over after a while: a request that came too slowly, and too many of them. */
const PASSING: readonly number[] = [408, 429];

/** Whether the API itself refused, and will do so again; a proxy before it answers as it likes while it is away. */
export function isFinal({ code, status = 0 }: ClientFailure): boolean {
  return code !== 'unexpected_answer' && status >= 400 && status < 500 && !PASSING.includes(status);
}

/** The failure that stands for whatever a request threw. */
export function toFailure(error: unknown, asked: string): ClientFailure {
  if (error instanceof ClientFailure) return error;
  if (!isAxiosError(error)) {
    return new ClientFailure('unexpected_answer', `${asked}: ${String(error)}`, asked);
  }
  const { response } = error;
  if (response === undefined) {
    const why = error.code ?? error.message;
    const message = `nothing answers ${asked} (${why}); see that sluice serve runs, or name it with --server`;
    return new ClientFailure('unreachable', message, asked);
  }
  const told = problem.safeParse(response.data);
  if (told.success) return new ClientFailure(told.data.code, told.data.detail, asked, response.status);
  const message = `${asked} was answered with status ${response.status}, and not as Sluice answers`;
  return new ClientFailure('unexpected_answer', message, asked, response.status);
}
