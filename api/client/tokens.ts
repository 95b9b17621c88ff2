import type { z } from 'zod';
import {
  tokenList,
  tokenMade,
  tokenView,
  type TokenList,
  type TokenMade,
  type TokenView,
} from '../wire/token.ts';
import type { tokenBody } from '../wire/token.ts';
import type { Ask } from './ask.ts';
import { everyPage, type ListQuery } from './every-page.ts';

/** API tokens. */
export interface TokenCalls {
  /** All of them, page after page, narrowed as the route takes it. */
  tokens: (query?: ListQuery) => Promise<TokenList>;
  /** `expiresIn` is a duration as people write it. */
  createToken: (body: z.input<typeof tokenBody>) => Promise<TokenMade>;
  /** By id, or by the name of one that is in force. */
  revokeToken: (token: string, reason: string) => Promise<TokenView>;
}

/** The calls about tokens. */
export function tokenCalls(ask: Ask): TokenCalls {
  return {
    tokens: async (query = {}) => {
      const pages = await everyPage(query, async (params) => ask(tokenList, 'GET', '/v1/tokens', { params }));
      return { tokens: pages.flatMap((page) => page.tokens) };
    },
    createToken: async (data) => ask(tokenMade, 'POST', '/v1/tokens', { data }),
    revokeToken: async (token, reason) =>
      ask(tokenView, 'POST', `/v1/tokens/${encodeURIComponent(token)}/revoke`, { data: { reason } }),
  };
}
