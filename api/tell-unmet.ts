import { loadDefinitions } from '../config/load.ts';
import { unmet } from '../config/needed-settings.ts';
import { describeProblem } from '../config/problem.ts';
import type { ApiContext } from './context.ts';

/** Says in the log, at the start, which notifiers of the service files could tell nobody. */
export async function tellUnmet({ settings, log }: Pick<ApiContext, 'settings' | 'log'>): Promise<void> {
  const { services } = await loadDefinitions(settings.definitions);
  const needs = [...services.values()].flatMap((file) => file.needs);
  for (const problem of unmet(needs, [settings])) {
    log.warn(`a release would be refused: ${describeProblem(problem)}`);
  }
}
