import { dirname } from 'node:path';
import { toSchedules } from '../schema/schedule.ts';
import type { ServiceFile } from '../service-file.ts';
import type { Schedule, VersionSource } from './schedule.ts';

/** Every schedule of a service file. */
export function schedulesOf({ service, environments }: ServiceFile): Schedule[] {
  return Object.entries(environments).flatMap(([environment, { schedules }]) =>
    toSchedules(`${service}.${environment}`, schedules),
  );
}

/** Where the newest version of an environment is found, its paths absolute; undefined where the file does not say. */
export function resolveLatest(
  { file, environments }: ServiceFile,
  environment: string,
): VersionSource | undefined {
  const found = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  return found?.latest?.resolve(dirname(file));
}
