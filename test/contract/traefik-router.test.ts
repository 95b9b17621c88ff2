import { makeTraefikRouterRig } from '../rigs/traefik-router.ts';
import { routerContract } from './router-contract.ts';

routerContract('traefik', makeTraefikRouterRig);
