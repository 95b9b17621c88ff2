/** What this tab keeps of who uses it. A credential lives as long as the tab: no other page, and no disk, has it. */

const CREDENTIAL = 'sluice-credential';
const ACTOR = 'sluice-actor';

/** The token or JWT that requests are sent with; undefined where none was given. */
export function credential(): string | undefined {
  return sessionStorage.getItem(CREDENTIAL) ?? undefined;
}

/** Takes a credential: printable ASCII without a space, since no header takes anything else. Whether it may be one. */
export function keepCredential(given: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(given)) return false;
  sessionStorage.setItem(CREDENTIAL, given);
  return true;
}

/** Forgets the credential. */
export function forgetCredential(): void {
  sessionStorage.removeItem(CREDENTIAL);
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
