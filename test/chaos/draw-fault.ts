import type { Dice } from './dice.ts';
import type { ProxyFault } from './faults/fault.ts';

/** Draws what a proxy does, to every request or to a part of them. */
export function drawFault(dice: Dice): ProxyFault {
  const kind = dice.weighted<ProxyFault['kind']>({
    refused: 2,
    slow: 2,
    cut: 2,
    lost: 4,
    busy: 2,
    error: 2,
    garbage: 2,
    stale: 3,
  });
  const share = dice.chance(0.5) ? 1 : dice.whole(2, 8) / 10;
  switch (kind) {
    case 'refused':
      return { kind };
    case 'slow':
      return { kind, by: dice.whole(300, 7000), share };
    case 'busy':
      return { kind, retryAfter: dice.whole(1, 3), share };
    case 'cut':
    case 'error':
    case 'garbage':
    case 'lost':
    case 'stale':
      return { kind, share };
  }
}
