import type { Revealed } from './revealed.ts';

/** Headers as they are sent: names in lower case, references resolved. */
export async function revealHeaders(
  written: Record<string, string>,
  secrets: Revealed,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) headers[name.toLowerCase()] = await secrets.of(value);
  return headers;
}
