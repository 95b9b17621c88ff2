/** What the browser keeps between two visits. Where it keeps nothing, since site data is blocked, it lasts as long as the page. */

/** A place to keep texts under names. */
export interface Kept {
  read: (name: string) => string | undefined;
  write: (name: string, text: string) => void;
  forget: (name: string) => void;
}

/** Keeps in a storage of the browser, which may refuse to be looked at even. */
function keptIn(storage: () => Storage): Kept {
  const own = new Map<string, string>();
  const ifAllowed = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(storage());
    } catch {
      return undefined;
    }
  };
  return {
    read: (name) => ifAllowed((there) => there.getItem(name)) ?? own.get(name),
    write(name, text) {
      own.set(name, text);
      ifAllowed((there) => there.setItem(name, text));
    },
    forget(name) {
      own.delete(name);
      ifAllowed((there) => there.removeItem(name));
    },
  };
}

/** Of this tab, until it is closed. */
export const TAB = keptIn(() => sessionStorage);

/** Of this browser, for all tabs. */
export const BROWSER = keptIn(() => localStorage);
