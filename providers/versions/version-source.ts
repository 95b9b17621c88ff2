/** A version, and the revision that it was made of, where the source knows it. */
export interface FoundVersion {
  version: string;
  revision?: string;
}
