import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import type { SlotLayout } from './layout.ts';

/** The flag lies in the deployment's folder, so that it goes when the deployment is retired. */
function flag(layout: SlotLayout): string {
  return join(layout.current, 'keep-alive');
}

/** Marks the slot's deployment as one whose dead instances are started again. Throws when the slot is empty. */
export async function setKeepAlive(layout: SlotLayout): Promise<void> {
  try {
    await writeFile(flag(layout), '', { mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new Error(
      `Nothing is deployed in ${layout.lane} ${layout.slot}, so there is nothing to keep alive.`,
      {
        cause: error,
      },
    );
  }
}

/** Takes the mark away. */
export async function clearKeepAlive(layout: SlotLayout): Promise<void> {
  await rm(flag(layout), { force: true });
}

/** Whether dead instances of the slot are to be started again. */
export async function isKeptAlive(layout: SlotLayout): Promise<boolean> {
  return access(flag(layout)).then(
    () => true,
    () => false,
  );
}
