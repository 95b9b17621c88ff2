import { callInVerdict, flaggerBody, gateBody, gateView, told } from '../../wire/call-in.ts';
import { example } from './example.ts';

/** What tools of others ask. */
export const callInExamples = [
  example(callInVerdict, {
    ok: true,
    phase: 'Successful',
    value: 1,
    sentence: 'v2 serves all traffic from green',
    release: 'checkout.production.12',
  }),
  example(flaggerBody, {
    name: 'checkout',
    namespace: 'production',
    phase: 'Progressing',
    checksum: '85d557f47b',
    metadata: { lane: 'checkout@production', version: 'v2' },
  }),
  example(told, { taken: true }),
  example(gateBody, { name: 'checkout', namespace: 'production', reason: 'the load test has passed' }),
  example(gateView, { name: 'checkout', namespace: 'production', kind: 'gate', state: 'open' }),
];
