/** What payloads in Temporal are encrypted with. */
import { z } from 'zod';
import { secret } from './addresses.ts';
import { list, mapping } from './mapping.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ID_EXPECTED = 'a name such as 2026-11: letters, digits and . _ -, at most 64';
const DESCRIPTION =
  'Keys of AES-256-GCM, 32 bytes in base64 each. The first one encrypts what Temporal is given, all of them read it.';

const key = mapping({
  id: z
    .string({ error: ID_EXPECTED })
    .regex(ID, { error: ID_EXPECTED })
    .meta({ description: 'Its name, which stands beside what it has encrypted.' }),
  key: secret('The key.'),
});

/** A key as it is written: its name, and a reference to the secret. */
export type WrittenKey = z.output<typeof key>;

/** Encryption of everything that workflows are given and say; absent, nothing is encrypted. */
export const encryption = mapping({
  keys: list(key, 100)
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, {
      params: { message: 'two keys have the same id', expected: 'an id of its own for each' },
    })
    .meta({ description: DESCRIPTION }),
}).meta({ description: 'Encrypts what Temporal keeps, except names of lanes, versions and phases.' });
