/** Begins the dashboard in the page that the API served. */
import { render } from 'preact';
import { App } from './frame/app.tsx';
import { chosenTheme, showTheme } from './frame/theme.ts';
import { followLinks } from './routing/location.ts';
import { tellActor } from './session/credential.ts';
import { beginSession } from './session/session.ts';

showTheme(chosenTheme());
followLinks();
// It is of what another tab keeps.
addEventListener('storage', tellActor);
const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the dashboard.');
render(<App />, root);
void beginSession();
