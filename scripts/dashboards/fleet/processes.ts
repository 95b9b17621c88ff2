import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { DAEMONS } from '../selectors.ts';

/** What the daemons need of their machines. */
export const processes: Row = {
  title: 'Daemons',
  panels: [
    graph({
      title: 'Processor',
      description: 'Cores in use. A worker that lacks it checks late.',
      width: 6,
      unit: 'short',
      min: 0,
      queries: [
        {
          expr: `rate(process_cpu_seconds_total{${DAEMONS}}[$__rate_interval])`,
          legend: '{{instance}}',
        },
      ],
    }),
    graph({
      title: 'Memory',
      description: 'Resident, of the daemon alone: neither the embedded Temporal nor instances are in it.',
      width: 6,
      unit: 'bytes',
      min: 0,
      queries: [{ expr: `process_resident_memory_bytes{${DAEMONS}}`, legend: '{{instance}}' }],
    }),
    graph({
      title: 'Event loop comes late by',
      description: '99 % of the time by less than this.',
      width: 6,
      unit: 's',
      min: 0,
      queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${DAEMONS}}`, legend: '{{instance}}' }],
    }),
    graph({
      title: 'Disk that is free',
      description: 'Where it is full nothing can be done or decided; traffic stays as it is.',
      width: 6,
      unit: 'percentunit',
      min: 0,
      max: 1,
      queries: [
        {
          expr: `sluice_disk_free_bytes{${DAEMONS}} / sluice_disk_size_bytes{${DAEMONS}}`,
          legend: '{{instance}} {{folder}}',
        },
      ],
    }),
  ],
};
