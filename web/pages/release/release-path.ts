/** The path of a release in the API, or of a part of it such as `/events`. */
export function releasePath(id: string, part = ''): string {
  return `v1/releases/${encodeURIComponent(id)}${part}`;
}
