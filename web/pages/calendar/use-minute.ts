import { useEffect, useState } from 'preact/hooks';
import { now } from '../../asking/server-time.ts';

const MINUTE = 60_000;

/** When the present minute began by Sluice's clock, milliseconds since the epoch, told again when the next one begins. */
export function useMinute(): number {
  const [minute, setMinute] = useState(presentMinute);
  useEffect(() => {
    // A tab that slept is late by a second at most.
    const timer = setInterval(() => setMinute(presentMinute()), 1000);
    return () => clearInterval(timer);
  }, []);
  return minute;
}

function presentMinute(): number {
  return Math.floor(now() / MINUTE) * MINUTE;
}
