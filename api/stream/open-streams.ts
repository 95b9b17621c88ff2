import { ApiError } from '../errors.ts';

/** The event streams of one process. */
export interface OpenStreams {
  /** Throws `too_many_streams` where no further one may be opened. */
  refuseMore: () => void;
  /** Remembers how a stream is ended; the answer forgets it. */
  add: (end: () => void) => () => void;
  endAll: () => void;
}

/** Makes an empty set for at most `most` streams: each takes memory, and somebody may open them and look at none. */
export function createOpenStreams(most: number): OpenStreams {
  const open = new Set<() => void>();
  return {
    refuseMore() {
      if (open.size < most) return;
      throw new ApiError('too_many_streams', `${most} streams are open; end one, or read the release itself`);
    },
    add(end) {
      open.add(end);
      return () => open.delete(end);
    },
    endAll() {
      for (const end of open) end();
    },
  };
}
