/** A service file. */
import { z } from 'zod';
import { environment } from './environment.ts';
import { mapping } from './mapping.ts';
import { name } from './name.ts';

/** The whole file. */
export const serviceFile = mapping({
  service: name.meta({ description: 'The name of the service.' }),
  environments: z
    .record(name, environment)
    .refine((entries) => Object.keys(entries).length > 0, {
      params: { message: 'there is no environment', expected: 'at least one, such as production' },
    })
    .meta({ description: 'The environments that the service is released into, by name.' }),
}).meta({ title: 'Sluice service file' });
