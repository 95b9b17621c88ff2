import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Parts } from './rig/parts.ts';
import type { RigOn } from './rig/rig.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** What there is to try on a demo that was kept up, as lines. */
export function invite({ parts, daemon, settings, folder }: RigOn<Parts>): string[] {
  const sluice = `SLUICE_SERVER=${daemon.api} ${relative(process.cwd(), checkout) || '.'}/sluice`;
  return [
    `The demo stays up until Ctrl-C: the load, ${parts.named}, Temporal, and the daemon at ${daemon.api}.`,
    `The dashboard: ${daemon.api}/ui/`,
    'To try in another terminal:',
    `  curl ${parts.entry}/                                    # one request, as users send it`,
    `  ${sluice} lane show sample@demo`,
    `  ${sluice} release start sample@demo v5 --wait           # a good version`,
    `  ${sluice} release start sample@demo v6-bad --wait       # a bad one; release watch ID shows it live`,
    `  ${sluice} judge --release sample.demo.3                 # judges a release again, by its own counts`,
    `  ${sluice} plan sample@demo ${folder}/services --measure 10s  # what a release takes with this traffic`,
    `  ${sluice} release abort ID --reason "try it"            # while one runs`,
    `  ${sluice} rollback sample@demo --reason "try it"        # after one has completed`,
    `The service file is ${folder}/services/sample.yaml, the settings are ${settings}.`,
  ];
}
