import { createApp } from './app.ts';
import type { ApiContext } from './context.ts';
import { createSlackDesk } from './slack/desk.ts';
import type { SocketMode } from './slack/socket-mode.ts';

/** A listening API. */
export interface ApiServer {
  /** `http://HOST:PORT`, with the port that the system gave where 0 was asked for. */
  address: string;
  /** Takes no new connection, ends event streams, and waits for the requests that are being answered. */
  close: () => Promise<void>;
}

/** Listens on the address of the settings. Throws when it cannot, such as when the port is taken. */
export async function startServer(context: ApiContext): Promise<ApiServer> {
  const app = await createApp(context);
  const { host, port } = context.settings.listen;
  try {
    const address = await app.listen({ host, port });
    const socketMode = await startSocketMode(context);
    const close = async (): Promise<void> => {
      await socketMode?.stop();
      await app.close();
    };
    return { address, close };
  } catch (error) {
    await app.close();
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
