/**
 * Loads what a daemon runs, also what it loads later where a lane is on AWS, and makes the bundle of its workflows. A
 * program of its own, since only one that ends by itself keeps what Node has compiled for the next ones.
 */
import '@aws-sdk/client-cloudwatch';
import '@aws-sdk/client-elastic-load-balancing-v2';
import { pino } from 'pino';
import '../../cli/serve/serve.ts';
import { loadWorkflowBundle } from '../../worker/bundle.ts';

await loadWorkflowBundle(pino({ level: 'silent' }));
