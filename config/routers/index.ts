/** What moves the traffic of a service: one file a kind. */
import { oneKind } from '../schema/one-kind.ts';
import { awsAlb, describeAwsAlb, type AwsAlbRouter } from './aws-alb.ts';
import { describeHaproxy, haproxy, type HaproxyRouter } from './haproxy.ts';
import type { RouterInput } from './router-input.ts';
import { describeTraefik, traefik, type TraefikRouter } from './traefik.ts';

/** Every router of a plan. */
export type RouterConfig = TraefikRouter | HaproxyRouter | AwsAlbRouter;

/** The router of an environment: one key, the kind. */
export const router = oneKind<RouterInput>({ traefik, haproxy, 'aws-alb': awsAlb }, 'a router');

/** What a router is and where, as part of a sentence. Pure. */
export function describeRouter(config: RouterConfig): string {
  switch (config.kind) {
    case 'traefik':
      return describeTraefik(config);
    case 'haproxy':
      return describeHaproxy(config);
    case 'aws-alb':
      return describeAwsAlb(config);
  }
}
