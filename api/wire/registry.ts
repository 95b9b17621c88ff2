import { z } from 'zod';

/** Schemas that OpenAPI shows by name. */
export const wire = z.registry<{ id: string }>();
