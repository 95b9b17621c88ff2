/** The path of a release, or of a part of it such as `/events`. */
export function releasePath(id: string, part = ''): string {
  return `/v1/releases/${encodeURIComponent(id)}${part}`;
}

/** The path of a lane, or of a part of it such as `/rollback`. */
export function lanePath(lane: string, part = ''): string {
  return `/v1/lanes/${encodeURIComponent(lane)}${part}`;
}
