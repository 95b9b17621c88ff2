/**
 * Saves a history of each scenario that has none yet, or of those that are named. Run by hand:
 * `node scripts/run.mjs node test/replay/save.ts [NAME…]`.
 */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { startRig } from '../workflow/environment.ts';
import { savedNames, writeHistory } from './histories.ts';
import { scenarios } from './scenarios/index.ts';

const asked = process.argv.slice(2);
const saved = new Set(savedNames());
const rig = await startRig('real');
try {
  for (const [name, play] of Object.entries(scenarios)) {
    if (asked.length > 0 ? !asked.includes(name) : saved.has(name)) continue;
    const workflowId = await play(rig);
    const history = await rig.client.workflow.getHandle(workflowId).fetchHistory();
    writeHistory(name, { workflowId, history: JSON.parse(historyToJSON(history), anonymous) });
    process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
  }
} finally {
  await rig.stop();
}

/** Leaves out what names this machine and its folders. */
function anonymous(key: string, value: unknown): unknown {
  return key === 'identity' ? 'worker' : key === 'stackTrace' ? '' : value;
}
