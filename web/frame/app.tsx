import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Whoami } from '../../api/wire/whoami.ts';
import { pageAt, PAGES, type Page, type PageProps } from '../pages/index.ts';
import { useTitle } from '../parts/use-title.ts';
import { BASE, usePlace } from '../routing/location.ts';
import { useSession, beginSession } from '../session/session.ts';
import { Account } from './account.tsx';
import { Drawn } from './drawn.tsx';
import { NotShown } from './not-shown.tsx';
import { SignIn } from './sign-in.tsx';

/** The whole dashboard: who uses it, the links at the top, and the page that the address names. */
export function App() {
  const session = useSession();
  // What was looked at is gone, and with it the place of whoever reads or types.
  useEffect(() => {
    document.querySelector('h1')?.focus({ preventScroll: true });
  }, [session.state]);
  switch (session.state) {
    case 'starting':
      return <main aria-busy="true" />;
    case 'asking':
      return <SignIn why={session.why} />;
    case 'failed':
      return (
        <main class="narrow">
          <h1 tabIndex={-1}>Sluice does not answer</h1>
          <p role="alert">{session.why}</p>
          <button type="button" onClick={() => void beginSession()}>
            Try again
          </button>
        </main>
      );
    case 'in':
      return <Framed who={session.who} />;
  }
}

function Framed({ who }: { who: Whoami }) {
  const { path, query } = usePlace();
  const found = pageAt(path);
  const current = found?.page.under ?? found?.page.path;
  return (
    <>
      <header class="top">
        <nav aria-label="Pages">
          <a class="mark" href={BASE}>
            Sluice
          </a>
          {PAGES.flatMap(({ path: to, link }) =>
            link === undefined
              ? []
              : [
                  <a key={to} href={`${BASE}${to}`} aria-current={current === to ? 'page' : undefined}>
                    {link}
                  </a>,
                ],
          )}
        </nav>
        <Account who={who} />
      </header>
      {found === undefined ? (
        <Nowhere path={path} />
      ) : (
        <Loaded key={path} page={found.page} params={found.params} query={query} who={who} />
      )}
    </>
  );
}

/** A page, when its code is there. Whoever comes to it by a link goes on reading at its heading. */
function Loaded({ page, ...props }: { page: Page } & PageProps) {
  const [loaded, setLoaded] = useState<{ Component: ComponentType<PageProps> } | { why: string }>();
  useEffect(() => {
    page.load().then(
      (Component) => setLoaded({ Component }),
      () =>
        setLoaded({ why: 'This page could not be loaded: Sluice cannot be reached, or is a newer one now.' }),
    );
  }, [page]);
  useEffect(() => {
    document.querySelector('h1')?.focus({ preventScroll: true });
  }, [loaded]);
  if (loaded === undefined) return <main aria-busy="true" />;
  if ('why' in loaded) return <NotShown why={loaded.why} />;
  return <Drawn Page={loaded.Component} {...props} />;
}

function Nowhere({ path }: { path: string }) {
  useTitle('No such page');
  return (
    <main class="narrow">
      <h1 tabIndex={-1}>There is no such page</h1>
      <p>
        Nothing is at <code>{path}</code>. <a href={BASE}>All lanes</a>
      </p>
    </main>
  );
}
