import { useEffect } from 'preact/hooks';

/** Says in the browser's tab what is looked at. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Sluice`;
  }, [title]);
}
