import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Gauge, type Registry } from 'prom-client';

/** What is shown of the disks that folders are on; a folder that cannot be read shows nothing. */
export function addDisks(registry: Registry, folders: Record<string, string>): void {
  const registers = [registry];
  const labelNames = ['folder'] as const;
  const size = new Gauge({
    name: 'sluice_disk_size_bytes',
    help: 'Size of the disk that a folder of this daemon is on.',
    labelNames,
    registers,
  });
  const free = new Gauge({
    name: 'sluice_disk_free_bytes',
    help: 'What the daemon may still write on the disk that a folder of it is on.',
    labelNames,
    registers,
    async collect() {
      size.reset();
      free.reset();
      for (const [folder, path] of Object.entries(folders)) {
        const disk = await statNearest(path).catch(() => undefined);
        if (disk === undefined) continue;
        size.set({ folder }, disk.blocks * disk.bsize);
        free.set({ folder }, disk.bavail * disk.bsize);
      }
    },
  });
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
