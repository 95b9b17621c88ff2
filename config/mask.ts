/** Keeps passwords out of messages. */

/**
 * The same text with the user and password of every URL as asterisks, one for each character, so that
 * columns stay what they are.
 */
export function maskCredentials(text: string): string {
  return text.replaceAll(/(?<=\/\/)[^\s"'@]+(?=@)/g, (written) => '*'.repeat(written.length));
}
