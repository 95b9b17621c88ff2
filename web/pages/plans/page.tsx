import type { ServiceList } from '../../../api/wire/lane.ts';
import { askEveryPage } from '../../asking/every-page.ts';
import { answerOf } from '../../asking/failure.ts';
import { useAnswer } from '../../asking/use-answer.ts';
import { useTitle } from '../../parts/use-title.ts';
import { planAddress } from '../../routing/address.ts';
import { BASE, changeQuery } from '../../routing/location.ts';
import type { PageProps } from '../index.ts';
import { plansLike } from './plans-like.ts';

/** Every plan that the service files have, and their mistakes. */
export function PlansPage({ query }: PageProps) {
  useTitle('Plan');
  const { answer: known } = useAnswer(
    async (signal) => answerOf(readServices(signal)),
    (answer) => 'again' in answer && answer.again,
  );
  return (
    <main class="plans" aria-busy={known === undefined}>
      <h1 tabIndex={-1}>Plan</h1>
      {known === undefined ? null : 'refused' in known ? (
        <p role="alert">{known.refused}</p>
      ) : (
        <Plans known={known.found} search={query.get('q') ?? ''} />
      )}
    </main>
  );
}

async function readServices(signal: AbortSignal): Promise<Omit<ServiceList, 'next'>> {
  let problems: string[] = [];
  const rows = (page: ServiceList): ServiceList['services'] => {
    ({ problems } = page);
    return page.services;
  };
  const services = await askEveryPage('v1/services?limit=500', rows, signal);
  return { services, problems };
}

function Plans({
  known: { services, problems },
  search,
}: {
  known: Omit<ServiceList, 'next'>;
  search: string;
}) {
  const shown = plansLike(services, search);
  return (
    <>
      <p class="quiet">What a release would take and cost, before it begins.</p>
      {services.length === 0 ? (
        <p>
          {problems.length === 0
            ? 'No service is defined, or none that you may see. A service is a YAML file in the folder that definitions in the settings names: docs/service-file.md says what is in it.'
            : 'No service file is without mistakes.'}
        </p>
      ) : (
        <>
          <search>
            <input
              type="search"
              aria-label="Search services"
              placeholder="Service, environment"
              value={search}
              onInput={({ currentTarget }) => changeQuery({ q: currentTarget.value })}
            />
          </search>
          {shown.length === 0 ? <p class="quiet">No plan is called that.</p> : null}
          <ul class="plain plans-list">
            {shown.map(({ service, environments }) => (
              <li key={service}>
                <strong>{service}</strong>
                {environments.map((environment) => (
                  <a key={environment} href={`${BASE}${planAddress({ service, environment })}`}>
                    <span class="unseen">{service}@</span>
                    {environment}
                  </a>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {problems.length === 0 ? null : (
        <section aria-labelledby="mistakes-title">
          <h2 id="mistakes-title" class="tone-bad">
            × Service files with mistakes
          </h2>
          <ul class="plan-mistakes mono">
            {problems.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
