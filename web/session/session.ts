/** Who uses this tab, as the API knows them. */
import type { Whoami } from '../../api/wire/whoami.ts';
import { ask, whenUnknown } from '../asking/ask.ts';
import { AskFailure } from '../asking/failure.ts';
import { useStore } from '../parts/use-store.ts';
import { credential, forgetCredential, keepCredential } from './credential.ts';

/** `asking`: a credential is needed; `why` says what is wrong with the one before. */
export type Session =
  | { state: 'starting' }
  | { state: 'asking'; why: string }
  | { state: 'failed'; why: string }
  | { state: 'in'; who: Whoami };

let session: Session = { state: 'starting' };
const listeners = new Set<() => void>();

/** The present session. */
export function useSession(): Session {
  return useStore(subscribe, () => session);
}

/** Finds out who uses this tab, with what it has kept. Nothing is asked of the API that it would refuse. */
export async function beginSession(): Promise<void> {
  whenUnknown((why) => {
    forgetCredential();
    become({ state: 'asking', why });
  });
  if (needsCredential() && credential() === undefined) become({ state: 'asking', why: '' });
  else await lookWhoAsks();
}

/** Tries a credential. */
export async function signIn(given: string): Promise<void> {
  if (keepCredential(given)) await lookWhoAsks();
  else become({ state: 'asking', why: 'That is no token: it has characters that none has.' });
}

/** Forgets who it was. */
export function signOut(): void {
  forgetCredential();
  become({ state: 'asking', why: '' });
}

/** Whether the daemon knows people by credentials: the page that it served says so. */
function needsCredential(): boolean {
  return document.querySelector('meta[name="sluice-access"]')?.getAttribute('content') === 'credential';
}

async function lookWhoAsks(): Promise<void> {
  try {
    become({ state: 'in', who: await ask<Whoami>('v1/whoami') });
  } catch (error) {
    // That it is not known who asks was said already.
    if (error instanceof AskFailure && error.status === 401) return;
    become({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
}

function become(next: Session): void {
  session = next;
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
