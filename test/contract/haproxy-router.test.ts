import { makeHaproxyRouterRig } from '../rigs/haproxy-router.ts';
import { describeWith } from '../rigs/test-program.ts';
import { routerContract } from './router-contract.ts';

describeWith('haproxy', () => routerContract('haproxy', makeHaproxyRouterRig));
