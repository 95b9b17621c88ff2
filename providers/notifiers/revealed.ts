import { mask, resolveSecrets, secretsIn } from '../secrets.ts';

/** Resolves the secrets of one request, and takes them out of what is told of it. */
export interface Revealed {
  /** The text with its references resolved. Throws a sentence that names a reference without a value. */
  of(text: string): Promise<string>;
  masked: (text: string) => string;
}

/** Nothing is resolved yet. */
export function reveal(environment: Record<string, string | undefined>): Revealed {
  const secrets: string[] = [];
  return {
    async of(text) {
      const resolved = await secretsIn(text, environment);
      secrets.push(...resolved, ...resolved.flatMap(partsOf));
      return resolveSecrets(text, environment);
    },
    masked: (text) => mask(text, secrets),
  };
}

/** Parts of a path that are likely to be the secret of a URL that is one. */
function partsOf(secret: string): string[] {
  const parts = URL.parse(secret)?.pathname.split('/') ?? [];
  return parts.filter((part) => part.length >= 8);
}
