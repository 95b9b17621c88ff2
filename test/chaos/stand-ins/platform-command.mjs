/**
 * The commands of a platform that is reached over HTTP: `deploy`, `ready` or `retire`, with slot, version and release
 * in the environment. It hands the question on to PLATFORM and prints what is answered. It is plain JavaScript, since
 * it is started about once a second.
 */
const { PLATFORM = '', SLUICE_SLOT = '', SLUICE_VERSION = '', SLUICE_RELEASE = '' } = process.env;
const [verb = ''] = process.argv.slice(2);
const query = new URLSearchParams({ slot: SLUICE_SLOT, version: SLUICE_VERSION, release: SLUICE_RELEASE });
const response = await fetch(`${PLATFORM}/${verb}?${query.toString()}`, {
  method: verb === 'ready' ? 'GET' : 'POST',
  signal: AbortSignal.timeout(verb === 'ready' ? 4000 : 20_000),
});
const text = await response.text();
if (!response.ok) throw new Error(`${verb} was answered by ${response.status}: ${text}`);
process.stdout.write(text);
