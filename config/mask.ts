/** Keeps passwords out of messages. */

const IN_URL = /(?<=\/\/)[^\s"'@]+(?=@)/g;
// What stands here and is no reference is the secret itself, and is refused.
const WRITTEN = /(?<=\b(?:bearer|password)["']?\s*:\s*["']?)(?!["']?\$\{)[^\s"',{}]+/g;

/**
 * The same text with the user and password of every URL, and every secret that was written down itself, as
 * asterisks, one for each character, so that columns stay what they are.
 */
export function maskCredentials(text: string): string {
  const hide = (written: string): string => '*'.repeat(written.length);
  return text.replaceAll(IN_URL, hide).replaceAll(WRITTEN, hide);
}
