/** Light or dark: as the system is, unless somebody says otherwise on this machine. */
import { BROWSER } from '../session/kept.ts';

const KEY = 'sluice-theme';

/** What can be chosen. */
export const THEMES = ['system', 'light', 'dark'] as const;

/** One of them. */
export type Theme = (typeof THEMES)[number];

/** What was chosen. */
export function chosenTheme(): Theme {
  const kept = BROWSER.read(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

/** Shows the page in a theme, and keeps the choice. */
export function chooseTheme(theme: Theme): void {
  BROWSER.write(KEY, theme);
  showTheme(theme);
}

/** Shows the page in a theme. */
export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
