/** What the dashboard's code can come from, each a folder or a file; packages are as the lockfile says. */
export const SOURCES: readonly string[] = [
  'web',
  'analysis',
  'config',
  'api/auth',
  'cli/figures.ts',
  'cli/plan',
  'cli/read-back.ts',
  'scripts/dashboard.ts',
];
