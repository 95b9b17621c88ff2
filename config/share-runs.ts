/**
 * The same act for all who ask for it at about the same time, one run after the other for each key. Whoever asks gets
 * what a run found that began after that, so it is as new as a run of its own; a run that fails fails for those who
 * share it, and for nobody after.
 */
export function shareRuns<T>(act: (key: string) => Promise<T>): (key: string) => Promise<T> {
  interface Run {
    hasBegun: boolean;
    result: Promise<T>;
  }
  const latest = new Map<string, Run>();
  const begin = async (key: string, before: Run | undefined, mine: { hasBegun: boolean }): Promise<T> => {
    await before?.result.catch(() => undefined);
    mine.hasBegun = true;
    return act(key);
  };
  return async (key) => {
    const before = latest.get(key);
    if (before !== undefined && !before.hasBegun) return before.result;
    const mine = { hasBegun: false };
    const result = begin(key, before, mine);
    latest.set(key, Object.assign(mine, { result }));
    return result;
  };
}
