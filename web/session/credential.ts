/** What this tab keeps of who uses it. A credential lives as long as the tab: no other page, and no disk, has it. */

const CREDENTIAL = 'sluice-credential';
const ACTOR = 'sluice-actor';

/** The token or JWT that requests are sent with; undefined where none was given. */
export function credential(): string | undefined {
  return sessionStorage.getItem(CREDENTIAL) ?? undefined;
}

/** Takes a credential, or forgets it. */
export function keepCredential(given: string | undefined): void {
  if (given === undefined) sessionStorage.removeItem(CREDENTIAL);
  else sessionStorage.setItem(CREDENTIAL, given);
}

/** The name that acts are claimed under where the daemon asks nobody who they are. */
export function actorName(): string {
  return localStorage.getItem(ACTOR) ?? 'anonymous';
}

/** Takes such a name: 1 to 100 letters, digits or any of `@ . _ + -`. Whether it is one. */
export function keepActorName(name: string): boolean {
  if (!/^[A-Za-z0-9@._+-]{1,100}$/.test(name)) return false;
  localStorage.setItem(ACTOR, name);
  return true;
}
