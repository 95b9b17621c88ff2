/** Signed webhooks of others that start a release. */
import { z } from 'zod';
import { secret } from './addresses.ts';
import { grants } from './grants.ts';
import { fixedOrPointed, pointerKey } from './json-pointer.ts';
import { oneOf, words } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { headerName, name } from './name.ts';

const hmac = mapping({
  header: headerName.meta({ description: 'The header that holds the signature.' }),
  prefix: words('text such as sha256=', 'What stands before the signature there.').exactOptional(),
  algorithm: oneOf(['sha256', 'sha512', 'sha1'], 'Of the HMAC over the body.').prefault('sha256'),
  encoding: oneOf(['hex', 'base64'], 'How the signature is written.').prefault('hex'),
}).meta({ description: 'A signature in a header of its own. Default: that of Standard Webhooks.' });

/** One webhook. */
const webhookIn = mapping({
  secret: secret('What it is signed with: whsec_… of Standard Webhooks, or the key of the HMAC.'),
  hmac: hmac.exactOptional(),
  when: z
    .record(pointerKey, list(words('text', 'A value that counts.'), 100).or(words('text', 'The value.')))
    .exactOptional()
    .meta({ description: 'What has to stand in the body, by JSON pointer; anything else starts nothing.' }),
  service: fixedOrPointed('the name of a service', 'The service.'),
  environment: fixedOrPointed('the name of an environment', 'The environment.'),
  version: fixedOrPointed('a version', 'The version.'),
  revision: fixedOrPointed('a revision', 'The revision.').exactOptional(),
  reason: fixedOrPointed('text', 'The reason.').exactOptional(),
  grants,
});

/** Webhooks by name: each is taken at `/v1/hooks/NAME`. */
export const webhooksIn = z
  .record(
    name.refine((input) => input !== 'github', { error: 'another name: GitHub has its own settings' }),
    webhookIn,
  )
  .meta({ description: 'Signed webhooks that start a release, by name: POST /v1/hooks/NAME.' });

/** A webhook as it was read. */
export type WebhookIn = z.output<typeof webhookIn>;
