import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { whoami } from '../wire/whoami.ts';
import type { App } from './index.ts';

/** GET /v1/whoami: who a credential stands for, and what they may do where. */
export function addWhoami(app: App, _context: ApiContext): void {
  const schema = {
    summary: 'Who asks, and what they may do in which lanes',
    tags: ['tokens'],
    response: answers({ 200: whoami }),
  };
  app.get('/v1/whoami', { schema, config: { role: 'viewer' } }, async ({ principal }) => {
    const { name, kind, grants, groups } = principal;
    return { name, kind, grants, groups };
  });
}
