import type { ApiContext } from '../context.ts';
import { startPoller, type Listener, type Poller } from './poller.ts';

/** The releases that this process follows: one poller each, however many listen. */
export interface Followed {
  /** Listens to a release from event `after` on; the answer ends that. */
  listen: (id: string, listener: Listener, after: number) => () => void;
}

/** Makes the process's set of followed releases; nothing runs until somebody listens. */
export function createFollowed(context: ApiContext): Followed {
  const pollers = new Map<string, Poller>();
  return {
    listen(id, listener, after) {
      let poller = pollers.get(id);
      if (poller === undefined) {
        const started = startPoller(context, id, () => {
          if (pollers.get(id) === started) pollers.delete(id);
        });
        poller = started;
        pollers.set(id, poller);
      }
      return poller.listen(listener, after);
    },
  };
}
