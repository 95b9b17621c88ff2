import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { FreezeBook } from '../activities/freezes/book.ts';
import type { Settings } from '../config/settings.ts';
import type { KeptStreams } from './stream/keep-streams.ts';

/** What the API needs of the process that it runs in. */
export interface ApiContext {
  /** Connected to the namespace of the workflows; the API changes nothing but through it. */
  client: Client;
  /** Service files are read again from `definitions` at each submit, reports from `archive.folder`. */
  settings: Settings;
  /** What keeps traffic from being raised. */
  freezes: FreezeBook;
  log: FastifyBaseLogger;
  /** What `/metrics` shows. */
  metrics: Registry;
}

/** What a route is made with. */
export interface RouteContext extends ApiContext {
  /** Shared by all routes that answer by streams, since they share the process's memory and connections. */
  streams: KeptStreams;
}
