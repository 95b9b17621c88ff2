/** Which plans are meant by a search. Pure. */
import type { ServiceList } from '../../../api/wire/lane.ts';

type Service = ServiceList['services'][number];

/** The services with those of their environments whose `SERVICE@ENVIRONMENT` has every word of a search. */
export function plansLike(services: readonly Service[], search: string): Service[] {
  const words = search.toLowerCase().split(/\s+/);
  return services
    .map(({ service, environments }) => ({
      service,
      environments: environments.filter((each) => words.every((word) => `${service}@${each}`.includes(word))),
    }))
    .filter(({ environments }) => environments.length > 0);
}
