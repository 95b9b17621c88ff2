import { vi } from 'vitest';
import { endOf } from '../../../../cli/failure.ts';
import { createProgram } from '../../../../cli/program.ts';

/** What `sluice plan` printed, what it said on stderr, and how it ended. */
export interface Ran {
  exitCode: number;
  message?: string;
  out: string;
  said: string;
}

/** Runs `sluice plan` in this process. */
export async function runPlan(...words: string[]): Promise<Ran> {
  const printed = { out: '', said: '' };
  const taken = (name: keyof typeof printed) => (text: string | Uint8Array) => {
    printed[name] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(taken('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(taken('said')),
  ];
  try {
    await createProgram().parseAsync(['plan', ...words], { from: 'user' });
    return { exitCode: 0, ...printed };
  } catch (error) {
    return { ...endOf(error), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
