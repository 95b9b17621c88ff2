import { useEffect, useRef } from 'preact/hooks';

/**
 * Looks at once, and again every `interval` milliseconds while somebody sees the tab; at once when they see it again,
 * when `what` changes, and when what is answered is called. A look under way is let go when another one begins.
 */
export function useLooks(
  look: (signal: AbortSignal) => Promise<void>,
  interval: number,
  what = '',
): () => void {
  const latest = useRef(look);
  latest.current = look;
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    let under: AbortController | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const now = async (): Promise<void> => {
      clearTimeout(timer);
      under?.abort();
      const mine = new AbortController();
      under = mine;
      if (!document.hidden) await latest.current(mine.signal);
      if (!mine.signal.aborted) timer = setTimeout(() => void now(), interval);
    };
    const seen = (): void => {
      if (!document.hidden) void now();
    };
    again.current = () => void now();
    document.addEventListener('visibilitychange', seen);
    void now();
    return () => {
      under?.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [interval, what]);
  return () => again.current();
}
