import { text } from './leaf.ts';
import { quote, type Reading } from '../units.ts';

const address = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/;

/** Where a program listens: the path of a unix socket, or HOST:PORT; it stays text as written. */
export function socket(description: string) {
  const expected = 'the path of a unix socket such as /run/haproxy/sluice.sock, or HOST:PORT';
  const read = (input: string): Reading<string> => {
    const port = Number(address.exec(input)?.[2] ?? 1);
    if (input.trim() === '') return { refused: { message: 'the socket is empty', expected } };
    if (/^[a-z]+:\/\//i.test(input) || port < 1 || port > 65_535)
      return { refused: { message: `${quote(input)} is not a socket`, expected } };
    return { value: input };
  };
  return text(expected, read, { minLength: 1, description });
}

/** Whether a socket is HOST:PORT, and no path. */
export function isAddress(input: string): boolean {
  return address.test(input);
}
