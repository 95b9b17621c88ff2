import { Client, Connection } from '@temporalio/client';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { createApp } from '../../../api/app.ts';
import type { App } from '../../../api/routes/index.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { defaultSettings } from '../../../config/settings.ts';

/** The app with no Temporal behind it: nothing listens at the address, which is tried only when needed. */
export async function offlineApp(folder = '/nonexistent'): Promise<App> {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  return createApp({
    client: new Client({ connection }),
    settings: defaultSettings(folder),
    freezes: freezeBook(),
    log: fastify().log,
    metrics: new Registry(),
  });
}

/** The Host that the app answers to when requests are injected. */
export const HOST = '127.0.0.1:7600';
