import { useEffect, useRef, useState } from 'preact/hooks';
import { withQuery } from '../../routing/address.ts';
import { changeQuery } from '../../routing/location.ts';

/** Browsers let an address change some times a second, and a slider moves more often. In milliseconds. */
const REST = 250;

/** The query as somebody is changing it, and how to change it: the address follows when they rest. */
export function useQueryDraft(
  query: URLSearchParams,
): [URLSearchParams, (changes: Record<string, string>) => void] {
  const [draft, setDraft] = useState<Record<string, string>>({});
  const pending = useRef<Record<string, string>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (changes: Record<string, string>): void => {
    pending.current = { ...pending.current, ...changes };
    setDraft(pending.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      changeQuery(pending.current);
      pending.current = {};
      setDraft({});
    }, REST);
  };
  return [new URLSearchParams(withQuery(query, draft)), change];
}
