/** What proves to GitHub who asks: a token, or the tokens of an App's installation, which last for an hour. */
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { GithubSettings } from '../../config/schema/github.ts';
import { resolveSecrets } from '../secrets.ts';
import type { GithubRequest } from './client.ts';

/** GitHub takes an App's own proof for at most 10 minutes; clocks may differ by one. */
const PROOF = { before: 60, after: 540 };
/** A token is not used any more in its last minutes. */
const MARGIN = 5 * 60_000;

/** What requests carry. */
export interface Credentials {
  current(signal: AbortSignal): Promise<string>;
  /** What proves that the App itself asks. Throws where there is none. */
  proof(): Promise<string>;
  /** It was refused: the next one is a new one. */
  forget(credential: string): void;
}

type Send = (request: GithubRequest, credential: string, signal: AbortSignal) => Promise<unknown>;

const installationToken = z.object({ token: z.string().min(1), expires_at: z.string() });

/** Tokens of installations that still last, by where they come from: one for all that this process asks. */
const known = new Map<string, { token: string; until: number }>();

/** Makes what requests carry; nothing is sent before it is asked. */
export function createCredentials(
  { app, token, apiUrl }: GithubSettings,
  environment: Record<string, string | undefined>,
  send: Send,
): Credentials {
  const proof = async (): Promise<string> => {
    if (app === undefined) throw new Error('github in the settings has no app, and only an App can ask this');
    return proofOf(app.id, await resolveSecrets(app.privateKey, environment));
  };
  const place = `${apiUrl} ${app?.id} ${app?.installation}`;
  return {
    proof,
    async current(signal) {
      if (app === undefined) {
        if (token === undefined) throw new Error('github in the settings has neither app nor token');
        return resolveSecrets(token, environment);
      }
      const before = known.get(place);
      if (before !== undefined && before.until > Date.now()) return before.token;
      const path = `/app/installations/${app.installation}/access_tokens`;
      const answer = installationToken.parse(await send({ method: 'POST', path }, await proof(), signal));
      known.set(place, { token: answer.token, until: Date.parse(answer.expires_at) - MARGIN });
      return answer.token;
    },
    forget(credential) {
      if (known.get(place)?.token === credential) known.delete(place);
    },
  };
}

/** A JWT that says which App asks. Throws where the key is none, without repeating it. */
async function proofOf(id: number, pem: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(String(id))
    .setIssuedAt(now - PROOF.before)
    .setExpirationTime(now + PROOF.after)
    .sign(privateKey(pem));
}

function privateKey(pem: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('github.app.privateKey is not a private key in PEM; download it from the App again');
  }
}
