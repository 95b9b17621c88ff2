import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { openFreezeBook, type BookOptions, type FreezeBook } from '../activities/freezes/book.ts';

/** What a daemon knows of freezes: one for its workers and its API. */
export function openFreezes({ freezes, data }: BookOptions, client: () => Client, log: Logger): FreezeBook {
  return openFreezeBook(freezes.calendars, client, { dataFolder: data, environment: process.env, log });
}
