/** The workflows that a worker runs. */
import './stack-depth.ts';

export { delivery } from './delivery.ts';
export { lane } from './lane.ts';
export { measure } from './measure.ts';
export { protection } from './protection.ts';
export { registry } from './registry.ts';
export { release } from './release.ts';
export { retryDeliveries } from './retry-deliveries.ts';
export { scheduled } from './scheduled.ts';
export { tryNotifiers } from './try-notifiers.ts';
