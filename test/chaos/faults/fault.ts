/** What a proxy does to requests; times are milliseconds. */
export type ProxyFault = Trouble & {
  /** Chance that a request meets it, 0 to 1; left out: every one does. Nothing can be refused by half. */
  share?: number;
};

type Trouble =
  /** Nobody listens. */
  | { kind: 'refused' }
  /** The request arrives so much later, also where whoever sent it has given up meanwhile. */
  | { kind: 'slow'; by: number }
  /** The answer ends in its middle. */
  | { kind: 'cut' }
  /** The request takes effect, and the connection is reset instead of an answer. */
  | { kind: 'lost' }
  /** 429 with `Retry-After`, in seconds; the request does not arrive. */
  | { kind: 'busy'; retryAfter: number }
  /** 500 without arriving. */
  | { kind: 'error' }
  /** The request arrives, and what comes back with 200 is no answer. */
  | { kind: 'garbage' }
  /** A read is answered as the same one was last answered before the fault began; anything else passes. */
  | { kind: 'stale' };
