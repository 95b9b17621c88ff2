import { useEffect, useRef, useState } from 'preact/hooks';
import type { PlanForecast } from '../../../cli/plan/forecast.ts';
import type { ForecastAnswer, ForecastQuestion } from './forecast-worker.ts';

/** What is known of a forecast. */
export interface Forecasting {
  /** The newest that is worked out. */
  told?: PlanForecast;
  /** A newer one is under way. */
  busy: boolean;
  failed?: string;
}

/** Keeps the forecast up with what is asked. Of what is asked while one is under way only the last is worked out. */
export function useForecast(question: ForecastQuestion | undefined): Forecasting {
  const [known, setKnown] = useState<Forecasting>({ busy: false });
  const ask = useRef<(next: ForecastQuestion) => void>(() => undefined);
  useEffect(() => {
    const worker = new Worker(new URL('./forecast-worker.ts', import.meta.url), { type: 'module' });
    let working = false;
    let waiting: ForecastQuestion | undefined;
    const send = (next: ForecastQuestion): void => {
      working = true;
      worker.postMessage(next);
    };
    ask.current = (next) => {
      setKnown((before) => ({ ...before, busy: true }));
      if (working) waiting = next;
      else send(next);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<ForecastAnswer>) => {
      working = false;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined) send(next);
      setKnown((before) => {
        const busy = next !== undefined;
        return 'told' in data ? { told: data.told, busy } : { ...before, ...data, busy };
      });
    });
    worker.addEventListener('error', () => {
      setKnown({ busy: false, failed: 'its code could not be loaded; load the page again' });
    });
    return () => worker.terminate();
  }, []);
  // A question is plain data, and is asked again only where it says something else.
  const text = question === undefined ? '' : JSON.stringify(question);
  useEffect(() => {
    if (question !== undefined) ask.current(question);
  }, [text]);
  return known;
}
