/** Keeps a number and its unit on one line: `5.49 %` is not to end a line with 5.49. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (?=%|(?:ms|s|min|h|times)(?![a-z]))/g, '$1\u00a0');
}
