import { useRef, useState } from 'preact/hooks';
import { useLooks } from '../parts/use-looks.ts';

/** Time before what could not be read is read again, in milliseconds. */
const AGAIN = 10_000;

/**
 * Reads what does not change while it is shown: anew every 10 s for as long as `isToRepeat` says so of the answer, and
 * whenever `look` is called. `read` does not throw. Undefined until there is an answer.
 */
export function useAnswer<T>(
  read: (signal: AbortSignal) => Promise<T>,
  isToRepeat: (answer: T) => boolean,
): { answer: T | undefined; look: () => void } {
  const [answer, setAnswer] = useState<T>();
  const due = useRef(true);
  const again = useLooks(async (signal) => {
    if (!due.current) return;
    const next = await read(signal);
    if (signal.aborted) return;
    due.current = isToRepeat(next);
    setAnswer(() => next);
  }, AGAIN);
  return {
    answer,
    look: () => {
      due.current = true;
      again();
    },
  };
}
