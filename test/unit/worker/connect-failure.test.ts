import { ServiceError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { connectFailure } from '../../../worker/connect-failure.ts';

const target = { address: 'temporal.example:7233', namespace: 'shop', credentials: {} };

test.each([
  ['tonic: tcp connect error: Connection refused (os error 111)', 'connection refused'],
  ['dns error: failed to lookup address information', 'its name cannot be resolved'],
  ['Failed to connect before the deadline', 'no answer in time'],
  ['something\n  else', 'something else'],
])('%s: tried again, told as "%s"', (message, reason) => {
  const error = new Error('could not connect', { cause: new Error(message) });
  const found = connectFailure(error, target);
  expect(found.permanent).toBe(false);
  expect(found.reason).toContain(reason);
});

test('a namespace that does not exist is told with the command that makes it', () => {
  const found = connectFailure(grpcError(5, 'Namespace shop is not found.'), target);
  expect(found).toEqual({
    permanent: true,
    reason:
      'there is no namespace shop; make it by: temporal operator namespace create --address temporal.example:7233 --namespace shop',
  });
});

test.each([7, 16])('no permission (code %s) is not waited out', (code) => {
  const found = connectFailure(
    new ServiceError('Failed to connect', { cause: grpcError(code, 'no') }),
    target,
  );
  expect(found.permanent).toBe(true);
  expect(found.reason).toContain('TEMPORAL_API_KEY');
});

function grpcError(code: number, details: string): Error {
  return Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: {} });
}
