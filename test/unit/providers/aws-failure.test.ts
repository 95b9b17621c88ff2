import { expect, test } from 'vitest';
import { awsFailure } from '../../../providers/aws-failure.ts';

const call = { action: 'cloudwatch:GetMetricData', region: 'eu-west-1' };

/** An error as AWS's SDK throws it. */
function thrown(name: string, message: string, status?: number): Error {
  const metadata = status === undefined ? {} : { $metadata: { httpStatusCode: status } };
  return Object.assign(new Error(message), { name, ...metadata });
}

// The names and texts are those that AWS's SDK threw at servers that answered so, and at machines that were not there.
test.each([
  [thrown('Throttling', 'Rate exceeded', 400), 'AWS throttles it (Rate exceeded). It is asked again'],
  [
    thrown('ThrottlingException', 'Rate exceeded', 400),
    'AWS throttles it (Rate exceeded). It is asked again',
  ],
  [
    thrown('ExpiredTokenException', 'The security token included in the request is expired', 403),
    'the credentials have expired (The security token included in the request is expired). Renew them',
  ],
  [
    thrown('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
    'the credentials have expired (The SSO session associated with this profile has expired). Renew them',
  ],
  [
    thrown('CredentialsProviderError', 'Could not load credentials from any providers'),
    'there are no credentials (Could not load credentials from any providers). Give the daemon',
  ],
  [
    thrown('UnrecognizedClientException', 'The security token included in the request is invalid', 403),
    'AWS does not know the credentials (The security token included in the request is invalid). Were they',
  ],
  [
    thrown('InvalidSignatureException', 'Signature expired: 20261125T155710Z is now earlier', 403),
    "the clock of this machine is not AWS's (Signature expired: 20261125T155710Z is now earlier). Set it",
  ],
  [
    thrown('AccessDeniedException', 'User: x is not authorized to perform: cloudwatch:GetMetricData', 403),
    'the credentials lack a right (User: x is not authorized to perform: cloudwatch:GetMetricData). Allow cloudwatch:GetMetricData to the daemon.',
  ],
  [thrown('Error', 'Region is missing'), 'no region is known. Write `region` into the service file'],
  [
    thrown('InternalServiceFault', 'oops', 500),
    'AWS has an error of its own (500 InternalServiceFault: oops). It is asked again.',
  ],
  [
    thrown('SyntaxError', 'Unexpected token\n  Deserialization error', 200),
    'the answer makes no sense (Unexpected token). Is this AWS?',
  ],
  [
    thrown('ValidationException', 'The period is wrong.', 400),
    'AWS refuses it (ValidationException: The period is wrong). Are the names and values in it right?',
  ],
  [
    thrown(
      'TimeoutError',
      '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 2000 ms',
    ),
    'no answer came in time. Can AWS be reached from here, and is this the right region or endpoint?',
  ],
  [
    thrown('Error', 'connect ECONNREFUSED 127.0.0.1:1'),
    'connect ECONNREFUSED 127.0.0.1:1. Can AWS be reached from here, and is this the right region or endpoint?',
  ],
])('%s says what is wrong and the next step', (error, sentence) => {
  const { message, cause } = awsFailure(error, call);
  expect(message).toContain(`cloudwatch:GetMetricData in eu-west-1 failed: ${sentence}`);
  expect(cause).toBe(error);
});

test('names the place by what is known of it', () => {
  const error = new Error('x');
  expect(awsFailure(error, { action: 'a:B', endpoint: 'http://e', region: 'r' }).message).toMatch(
    /^a:B at http:\/\/e /,
  );
  expect(awsFailure(error, { action: 'a:B' }).message).toMatch(/^a:B in the daemon's region failed/);
});
