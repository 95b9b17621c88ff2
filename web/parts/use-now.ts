import { useEffect, useState } from 'preact/hooks';
import { now } from '../asking/server-time.ts';

/** The time by Sluice's clock, milliseconds since the epoch, told again each second. */
export function useNow(): number {
  const [known, setKnown] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setKnown(now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return known;
}
