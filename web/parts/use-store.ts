import { useEffect, useState } from 'preact/hooks';

/** The present value of something outside of the components, which says when it changes. */
export function useStore<T>(subscribe: (tell: () => void) => () => void, read: () => T): T {
  const [value, setValue] = useState(read);
  useEffect(() => {
    const tell = (): void => setValue(() => read());
    // It may have changed since it was drawn.
    tell();
    return subscribe(tell);
  }, [subscribe]);
  return value;
}
