import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Gauge, type Registry } from 'prom-client';

/** What is shown of the disks that folders are on; a folder that cannot be read shows nothing. */
export function addDisks(registry: Registry, folders: Record<string, string>): void {
  // Each reads for itself: one that another fills would be a scrape behind.
  const gauge = (name: string, help: string, bytes: (disk: StatsFs) => number): void => {
    const shown: Gauge<'folder'> = new Gauge({
      name,
      help,
      labelNames: ['folder'],
      registers: [registry],
      async collect() {
        shown.reset();
        for (const [folder, path] of Object.entries(folders)) {
          const disk = await statNearest(path).catch(() => undefined);
          if (disk !== undefined) shown.set({ folder }, bytes(disk));
        }
      },
    });
  };
  gauge(
    'sluice_disk_size_bytes',
    'Size of the disk that a folder of this daemon is on.',
    ({ blocks, bsize }) => blocks * bsize,
  );
  gauge(
    'sluice_disk_free_bytes',
    'What the daemon may still write on the disk that a folder of it is on.',
    ({ bavail, bsize }) => bavail * bsize,
  );
}

/** Of a folder that does not exist yet, its parent says where it will be. */
async function statNearest(path: string): Promise<StatsFs> {
  try {
    return await statfs(path);
  } catch (error) {
    if (dirname(path) === path) throw error;
    return statNearest(dirname(path));
  }
}
