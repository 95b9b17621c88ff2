/** What one instance counts about its requests, and shows as a page of metrics. */
export interface RequestCounts {
  started(): void;
  ended(status: number): void;
  inFlight(): number;
  /** The counts in the Prometheus text format. */
  page(): string;
}

/** Counts from 0. */
export function countRequests(version: string): RequestCounts {
  let started = 0;
  let ended = 0;
  const byCode = new Map<number, number>();
  return {
    started() {
      started += 1;
    },
    ended(status) {
      ended += 1;
      byCode.set(status, (byCode.get(status) ?? 0) + 1);
    },
    inFlight: () => started - ended,
    page() {
      const codes = [...byCode].map(
        ([code, count]) => [`{version="${version}",code="${code}"}`, count] as const,
      );
      return [
        ...family('http_requests_in_flight', 'gauge', [[`{version="${version}"}`, started - ended]]),
        ...family('http_requests_started_total', 'counter', [[`{version="${version}"}`, started]]),
        ...family('http_requests_total', 'counter', codes),
      ].join('');
    },
  };
}

function family(name: string, type: string, samples: (readonly [string, number])[]): string[] {
  return [`# TYPE ${name} ${type}\n`, ...samples.map(([labels, value]) => `${name}${labels} ${value}\n`)];
}
