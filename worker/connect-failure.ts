import { isGrpcServiceError } from '@temporalio/client';
import type { TemporalTarget } from './temporal-target.ts';

/** Why a connection did not come about. */
export interface ConnectFailure {
  /** Trying again would not help. */
  permanent: boolean;
  /** What is wrong and, where it is permanent, what to do, in words. */
  reason: string;
}

const CODES = { invalidArgument: 3, notFound: 5, permissionDenied: 7, unauthenticated: 16 } as const;

/** Reads what a failed attempt threw. */
export function connectFailure(error: unknown, { address, namespace }: TemporalTarget): ConnectFailure {
  const texts = messages(error);
  const text = texts.join(': ');
  const code = codes(error).find((each) => each !== undefined);
  if (code === CODES.notFound) {
    const command = `temporal operator namespace create --address ${address} --namespace ${namespace}`;
    return { permanent: true, reason: `there is no namespace ${namespace}; make it by: ${command}` };
  }
  const denied = code === CODES.permissionDenied || code === CODES.unauthenticated;
  if (denied || /unauthenticated|permission ?denied|unauthorized/i.test(text)) {
    const wayOut = 'check TEMPORAL_API_KEY, TEMPORAL_TLS_… and TEMPORAL_NAMESPACE';
    return { permanent: true, reason: `${texts.at(-1) ?? 'no permission'}; ${wayOut}` };
  }
  return { permanent: false, reason: inWords(text) };
}

function inWords(text: string): string {
  if (/connection refused|ECONNREFUSED/i.test(text)) return 'connection refused';
  if (/dns error|ENOTFOUND|failed to lookup|name resolution/i.test(text))
    return 'its name cannot be resolved';
  if (/deadline|timed? ?out/i.test(text)) return 'no answer in time';
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

function messages(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, ...(error.cause === undefined ? [] : messages(error.cause))];
}

function codes(error: unknown): (number | undefined)[] {
  if (!(error instanceof Error)) return [];
  return [isGrpcServiceError(error) ? error.code : undefined, ...codes(error.cause)];
}
