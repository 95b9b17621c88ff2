import { InvalidArgumentError } from 'commander';

/** Service and environment of a lane, as a command names it. */
export interface LaneName {
  service: string;
  environment: string;
  /** `SERVICE.ENVIRONMENT`, as the API names it. */
  lane: string;
}

/** Reads `SERVICE@ENVIRONMENT`; the dot of the API's own names is taken as well. */
export function parseLane(text: string): LaneName {
  const [service, environment, ...rest] = text.split(/[@.]/);
  if (!service || !environment || rest.length > 0) {
    throw new InvalidArgumentError('expected SERVICE@ENVIRONMENT, such as checkout@production');
  }
  return { service, environment, lane: `${service}.${environment}` };
}

/** What a list is asked for where a lane may be named. */
export function laneQuery(name: LaneName | undefined): { lane?: string } {
  return name === undefined ? {} : { lane: name.lane };
}
