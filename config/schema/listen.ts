/** Where a server of the daemon listens. */
import type { Reading } from '../units.ts';
import { leaf, show } from './leaf.ts';

/** Host and port. */
export interface ListenAddress {
  host: string;
  /** 0 to 65535; 0 lets the system choose. */
  port: number;
}

const EXPECTED = 'host:port, such as 127.0.0.1:7600';

/** An address to listen on. */
export function listen(description: string) {
  return leaf(
    (input): Reading<ListenAddress> => {
      const refuse = (message: string): Reading<ListenAddress> => ({
        refused: { message, expected: EXPECTED },
      });
      if (typeof input === 'number') return refuse(`${input} names no host`);
      const match =
        typeof input === 'string' ? /^(\[[0-9a-fA-F:.]+\]|[^:\s/@]+):(\d{1,5})$/.exec(input) : null;
      const [host, port] = [match?.[1]?.replace(/^\[|\]$/g, ''), Number(match?.[2])];
      if (host === undefined || port > 65_535) return refuse(`${show(input)} is not an address`);
      return { value: { host, port } };
    },
    { type: 'string', description },
  );
}

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|localhost|::1)$/.test(host);
}
