import { readDocument } from '../../../../config/document.ts';
import type { Issuer } from '../../../../config/schema/auth.ts';
import { readSettings, type Settings } from '../../../../config/settings.ts';

/** Settings as a file with this text has them. Throws what is wrong with it. */
export function settingsOf(text: string): Settings {
  const document = readDocument('sluice.yaml', new TextEncoder().encode(text));
  const read = 'value' in document ? readSettings(document.value) : document;
  if ('value' in read) return read.value;
  throw new Error(JSON.stringify(read.problems));
}

/** Issuers as they stand under `issuers:` of the settings. */
export function issuersOf(text: string): Issuer[] {
  return settingsOf(`auth:\n  issuers:${text}`).auth?.issuers ?? [];
}
