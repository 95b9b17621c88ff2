/**
 * Headers of every answer: nothing keeps it, no browser takes it for another type than it says, and no page may embed
 * it or run what is in it. The only HTML is the dashboard's page, and none is to be made of what people wrote.
 */
export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
} as const;
