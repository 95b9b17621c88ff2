import { expect, test } from 'vitest';
import { ApiError } from '../../../api/errors.ts';
import { ETAG, ifMatched, meant } from '../../../api/etag.ts';

const stale = async (): Promise<never> => Promise.reject(new ApiError('stale_act', 'it has moved on'));

test('an act means what its body says, or what its ETag says', () => {
  const said = { step: 3, token: '3.7', reason: '' };
  expect(meant({}, said)).toEqual(said);
  const silent: { step?: number; token?: string; reason: string } = { reason: 'r' };
  expect(meant({ seen: '3.7' }, silent)).toEqual({ step: 3, token: '3.7', reason: 'r' });
  expect(() => meant({}, silent)).toThrow(expect.objectContaining({ code: 'precondition_required' }));
  expect(() => meant({ seen: '3.8' }, { step: 3, token: '3.7' })).toThrow(
    expect.objectContaining({ code: 'precondition_failed' }),
  );
});

test('what comes too late fails the precondition of whoever gave one', async () => {
  await expect(ifMatched({}, stale)).rejects.toMatchObject({ code: 'stale_act' });
  await expect(ifMatched({ seen: '3.7' }, stale)).rejects.toMatchObject({ code: 'precondition_failed' });
  const other = async (): Promise<never> => Promise.reject(new Error('else'));
  await expect(ifMatched({ seen: '3.7' }, other)).rejects.toThrow('else');
});

test.each([
  '*',
  'W/"3.7~0123456789abcdef"',
  '"3.7"',
  '"a~b~0123456789abcdef"',
  '"3.7~0123456789abcdef", "x"',
])('%s is no ETag that an act may mean', (tag) => {
  expect(ETAG.test(tag)).toBe(false);
});
