import type { RouterConfig } from '../../config/routers/index.ts';
import type { ProviderContext } from '../context.ts';
import { createHaproxyRouter } from './haproxy.ts';
import { createAwsAlbRouter } from './aws-alb.ts';
import type { Router } from './router.ts';
import { createTraefikRouter } from './traefik.ts';

/** The router of one lane, `SERVICE.ENVIRONMENT`. Making it does no I/O. */
export function createRouter(config: RouterConfig, lane: string, _context: ProviderContext): Router {
  switch (config.kind) {
    case 'traefik':
      return createTraefikRouter(config, lane);
    case 'haproxy':
      return createHaproxyRouter(config, lane);
    case 'aws-alb':
      return createAwsAlbRouter(config, lane);
  }
}
