/** Metrics that are known by name: one file for each maker of figures. */
import { albErrors, albLatency } from './aws-alb.ts';
import { haproxyErrors, haproxyLatency } from './haproxy.ts';
import { httpErrors, httpLatency } from './http.ts';
import type { Preset } from './preset.ts';
import { traefikErrors, traefikLatency } from './traefik.ts';

/** Every preset. */
export const presets = {
  'aws-alb/errors': albErrors,
  'aws-alb/latency': albLatency,
  'haproxy/errors': haproxyErrors,
  'haproxy/latency': haproxyLatency,
  'http/errors': httpErrors,
  'http/latency': httpLatency,
  'traefik/errors': traefikErrors,
  'traefik/latency': traefikLatency,
} satisfies Record<string, Preset>;

/** The name of a preset. */
export type PresetName = keyof typeof presets;

/** The preset of that name. */
export function presetOf(name: PresetName): Preset {
  return presets[name];
}

/** The names of all presets. */
export const presetNames = Object.keys(presets).filter((name): name is PresetName => name in presets);
