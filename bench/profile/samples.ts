/** One look at a thread: what it was doing, and who had called that. */
export interface Sample {
  pid: number;
  /** Whether this thread is the process's first one. */
  isMain: boolean;
  /** As the thread calls itself. */
  thread: string;
  /** Innermost first. */
  frames: Frame[];
}

/** A place in a program. */
export interface Frame {
  /** In memory, or within the file, by the version of perf. */
  address: number;
  /** What perf calls it; undefined where it cannot tell. */
  symbol: string | undefined;
  /** The file of its code, or a word of perf's for code that has none. */
  file: string;
}

const HEAD = /^(?<thread>.*\S)\s+(?<pid>\d+)\/(?<tid>\d+)\s*$/;
const FRAME = /^\s+(?<address>[0-9a-f]+) (?<symbol>.*) \((?<file>[^()]*)\)$/;

/** Reads what `perf script -F comm,pid,tid,ip,sym,dso` prints. Pure. */
export function parseSamples(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const frame = FRAME.exec(line)?.groups;
    const head = frame === undefined ? HEAD.exec(line)?.groups : undefined;
    if (head !== undefined) {
      const { thread = '', pid, tid } = head;
      samples.push({ pid: Number(pid), isMain: pid === tid, thread, frames: [] });
    } else if (frame !== undefined) {
      const { address = '', symbol, file = '' } = frame;
      samples.at(-1)?.frames.push({
        address: Number.parseInt(address, 16),
        symbol: symbol === '[unknown]' ? undefined : symbol,
        file,
      });
    }
  }
  return samples;
}
