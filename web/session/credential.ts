/** What this tab keeps of who uses it. A credential lives as long as the tab: no other page, and no disk, has it. */
import { BROWSER, TAB } from './kept.ts';

const CREDENTIAL = 'sluice-credential';
const ACTOR = 'sluice-actor';

/** The token or JWT that requests are sent with; undefined where none was given. */
export function credential(): string | undefined {
  return TAB.read(CREDENTIAL);
}

/** Takes a credential: printable ASCII without a space, since no header takes anything else. Whether it may be one. */
export function keepCredential(given: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(given)) return false;
  TAB.write(CREDENTIAL, given);
  return true;
}

/** Forgets the credential. */
export function forgetCredential(): void {
  TAB.forget(CREDENTIAL);
}

/** The name that acts are claimed under where the daemon asks nobody who they are. */
export function actorName(): string {
  return BROWSER.read(ACTOR) ?? 'anonymous';
}

const listeners = new Set<() => void>();

/** Takes such a name: 1 to 100 letters, digits or any of `@ . _ + -`. Whether it is one. */
export function keepActorName(name: string): boolean {
  if (!/^[A-Za-z0-9@._+-]{1,100}$/.test(name)) return false;
  BROWSER.write(ACTOR, name);
  tellActor();
  return true;
}

/** Calls back when the name may be another one; the answer ends that. */
export function whenActorChanges(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Says that the name may be another one: another tab may have taken it. */
export function tellActor(): void {
  for (const tell of listeners) tell();
}
