import type { Frame, Sample } from './samples.ts';
import { kindOfThread } from './daemon-parts.ts';

/** How an address gets a name where perf knows none. */
export interface Names {
  /** The part that a piece of Node's code is of; empty where it is of no script. */
  script(address: number): string | undefined;
  goFunction(address: number): string | undefined;
  /** The Go program's file. */
  goProgram: string;
}

/**
 * What a thread was doing, innermost first, each frame as `PLACE:NAME`: the place is `kernel`, `script`, or the name of
 * the program's file. The outermost is the kind of thread. Pure.
 */
export function stackOf(sample: Sample, names: Names): string[] {
  return [...sample.frames.map((frame) => told(frame, names)), `thread:${kindOfThread(sample)}`];
}

function told({ address, symbol, file }: Frame, names: Names): string {
  if (/^\[(?!vdso|unknown|heap|stack|anon)/.test(file)) return `kernel:${symbol ?? ''}`;
  const place = file.slice(file.lastIndexOf('/') + 1);
  if (symbol !== undefined) return `${place}:${symbol}`;
  if (file === names.goProgram) return `${place}:${names.goFunction(address) ?? ''}`;
  const script = names.script(address);
  return script === undefined ? `${place}:` : `script:${script}`;
}
