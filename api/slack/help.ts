import { FORMS } from './command.ts';

/** What `/sluice help` says. */
export const HELP = [
  'What you can write, as far as your role allows it:',
  ...Object.values(FORMS).map((form) => `• \`/sluice ${form}\``),
  'Times are such as `30m` or `2h`. A release is `SERVICE.ENVIRONMENT.N`, as `/sluice list` shows it.',
].join('\n');
