import { createApp, type AppParts } from './app.ts';
import { keepLocalToken } from './auth/local-token.ts';
import type { ApiContext } from './context.ts';
import { createSlackDesk } from './slack/desk.ts';
import type { SocketMode } from './slack/socket-mode.ts';
import { watchCertificate } from './tls/certificate.ts';

/** A listening API. */
export interface ApiServer {
  /** `http://HOST:PORT`, with the port that the system gave where 0 was asked for; `https` with a certificate. */
  address: string;
  /** Who gets in, in a few words. */
  access: string;
  /** Takes no new connection, ends event streams, and waits for the requests that are being answered. */
  close: () => Promise<void>;
}

/**
 * Listens on the address of the settings. Throws when it cannot, such as when the port is taken or the certificate
 * cannot be read.
 */
export async function startServer(context: ApiContext): Promise<ApiServer> {
  const parts = await partsOf(context);
  const app = await createApp(context, parts);
  const { host, port } = context.settings.listen;
  let socketMode: SocketMode | undefined;
  const close = async (): Promise<void> => {
    await socketMode?.stop();
    parts.certificate?.close();
    await app.close();
  };
  try {
    const address = await app.listen({ host, port });
    socketMode = await startSocketMode(context);
    return { address: shownAddress(address, parts), access: sayAccess(context, parts), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where the settings have Slack call nobody, the daemon calls Slack. */
async function startSocketMode(context: ApiContext): Promise<SocketMode | undefined> {
  const { slack } = context.settings;
  if (slack?.appToken === undefined) return undefined;
  const { keepConnected } = await import('./slack/socket-mode.ts');
  return keepConnected(context, slack, createSlackDesk(context, slack));
}

async function partsOf({ settings, log }: ApiContext): Promise<AppParts> {
  const { tls, auth, data } = settings;
  return {
    ...(auth === undefined ? {} : { localToken: await keepLocalToken(data) }),
    ...(tls === undefined ? {} : { certificate: await watchCertificate(tls, log) }),
  };
}

/** The framework takes every server that it did not make for a plain one. */
function shownAddress(address: string, { certificate }: AppParts): string {
  return certificate === undefined ? address : address.replace(/^http:/, 'https:');
}

function sayAccess({ settings, log }: ApiContext, { localToken }: AppParts): string {
  const { auth } = settings;
  if (auth === undefined) {
    log.warn('no `auth` in the settings: everybody on this machine is an admin, under any name');
    return 'no auth: everybody on this machine is an admin';
  }
  const issuers = auth.issuers.map(({ name }) => name);
  log.info(
    { issuers, localToken: localToken?.file },
    'only who has a token, or is known to an issuer, gets in',
  );
  return `auth by tokens${issuers.length === 0 ? '' : ` and ${issuers.join(', ')}`}`;
}
