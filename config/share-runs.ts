/**
 * The same act for all who ask for it at about the same time, one run after the other for each key. Whoever asks gets
 * what a run found that began after that, so it is as new as a run of its own; a run that fails fails for those who
 * share it, and for nobody after.
 */
export function shareRuns<T>(act: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const newest = new Map<string, Promise<T>>();
  const notBegun = new Map<string, Promise<T>>();
  const begin = async (key: string, before: Promise<T> | undefined): Promise<T> => {
    await before?.catch(() => undefined);
    notBegun.delete(key);
    return act(key);
  };
  return async (key) => {
    const run = notBegun.get(key) ?? begin(key, newest.get(key));
    notBegun.set(key, run);
    newest.set(key, run);
    return run;
  };
}
