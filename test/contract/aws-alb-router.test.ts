import { makeAwsAlbRouterRig } from '../rigs/aws-alb-router.ts';
import { routerContract } from './router-contract.ts';

routerContract('aws-alb', makeAwsAlbRouterRig, { stamps: false, granularity: 10 });
