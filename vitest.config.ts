import { defineConfig } from 'vitest/config';
import { pathWithTools } from './test/tools.ts';

const second = 1000;

// Tests that run real servers come last and never beside the others: their deadlines are real time.
export default defineConfig({
  test: {
    pool: 'forks',
    // Half of the time tests wait, but a third file at a time made their real deadlines late on a busy machine.
    maxWorkers: 2,
    env: { PATH: pathWithTools },
    // A deadline costs nothing while all is well, and on a busy machine everything comes late.
    expect: { poll: { timeout: 30 * second } },
    projects: [
      project(['unit'], 0, 60 * second),
      // The time-skipping server now and then loses a workflow task that cancels an activity which ends meanwhile, and
      // real programs on a busy machine now and then miss a deadline. What passes on a second try only is listed.
      project(['workflow', 'replay'], 1, 90 * second, 1),
      project(['contract', 'e2e'], 2, 240 * second, 1, ['test/compiled.ts']),
    ],
  },
});

function project(
  folders: string[],
  groupOrder: number,
  testTimeout: number,
  retry = 0,
  globalSetup: string[] = [],
) {
  return {
    extends: true as const,
    test: {
      name: folders.join('+'),
      include: folders.map((folder) => `test/${folder}/**/*.test.ts`),
      sequence: { groupOrder },
      testTimeout,
      hookTimeout: testTimeout,
      retry,
      globalSetup,
    },
  };
}
