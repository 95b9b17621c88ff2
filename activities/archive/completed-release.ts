/** A release that completed, as the archive has it. */
export interface CompletedRelease {
  release: string;
  kind: string;
  version: string;
}
