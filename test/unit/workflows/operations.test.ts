import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ObserveAnswer, WriteAnswer } from '../../../activities/types.ts';
import type { FailReason } from '../../../analysis/decision.ts';
import type { InconclusiveReason } from '../../../analysis/lacking.ts';
import type { RuleReason } from '../../../analysis/rules/verdict.ts';
import type { Frozen } from '../../../config/freezes/judge-raise.ts';
import type { GateAnswer } from '../../../providers/gates/gate.ts';

type Reason =
  | FailReason
  | InconclusiveReason
  | RuleReason
  | NonNullable<GateAnswer['reason']>
  // A gate that gives no reason.
  | 'inconclusive'
  | Exclude<WriteAnswer['kind'], 'written' | 'already' | 'frozen'>
  | Frozen['by']
  // A share above the asked one is told as `split`.
  | Exclude<ObserveAnswer['kind'], 'proven' | 'more'>;

/** The compiler refuses one that is left out, and one that is no more. */
const typed = {
  harm: true,
  limit: true,
  outage: true,
  'no data': true,
  stale: true,
  error: true,
  'too few requests': true,
  'too few candidate instances': true,
  'split is not what was asked': true,
  'noise model broken': true,
  'faster than before': true,
  'not yet known': true,
  'rule failed': true,
  'rule inconclusive': true,
  crashed: true,
  'no evidence': true,
  'stale evidence': true,
  'foreign evidence': true,
  undecided: true,
  inconclusive: true,
  drift: true,
  fenced: true,
  'not-ready': true,
  freeze: true,
  stop: true,
  unproven: true,
  'no-traffic': true,
  late: true,
} satisfies Record<Reason, true>;

/** Reasons in the code that hold nothing: a verdict that goes on or reverts, and the words of an act. */
const NO_HOLD = new Set([
  '',
  'pass',
  'raise',
  'instances',
  'targets',
  'late write',
  'the workflow was cancelled',
]);

const root = new URL('../../../', import.meta.url);
const manual = readFileSync(new URL('docs/operations.md', root), 'utf8');

function sourcesOf(...folders: string[]): { file: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file, text: readFileSync(new URL(`${folder}/${file}`, root), 'utf8') })),
  );
}

function headingsOf(section: string): string[] {
  const [, text = ''] = manual.split(new RegExp(`^## ${section}$`, 'm'));
  return [...(text.split(/^## /m)[0] ?? '').matchAll(/^### (.*)$/gm)].map(([, heading = '']) => heading);
}

test('every reason of a hold has its section, and no other has one', () => {
  const literal = sourcesOf('workflows', 'activities/watch').flatMap(({ text }) =>
    [...text.matchAll(/\breason(?::| =) '([^']*)'/g)].map(([, reason = '']) => reason),
  );
  const known = new Set([...Object.keys(typed), ...literal.filter((reason) => !NO_HOLD.has(reason))]);
  const told = headingsOf('When a release holds')
    .flatMap((heading) => [...heading.matchAll(/`([^`]+)`/g)])
    .map(([, reason = '']) => reason);
  expect(told.toSorted()).toEqual([...known].toSorted());
});

/** What pages, by the file that does it. A hold of whatever reason is one more in `hold.ts`. */
const PAGES: Record<string, string[]> = {
  'by-whom.ts': ['Somebody broke the glass'],
  'finish.ts': ['A release was left', 'The report could not be archived'],
  'hold.ts': ['The deadline of a hold has passed', 'When a release holds'],
  'lane-put-right.ts': ['Somebody else changed the router'],
  'lane-reaction.ts': ['Somebody else changed the router'],
  'prepare.ts': ['What a lost release ran may have to be undone by hand'],
  'put-right.ts': ['Somebody else changed the router'],
  'undo.ts': ['An undo is not done'],
  'write.ts': ['Somebody else changed the router'],
};

test('everything that pages has its section', () => {
  const paging = sourcesOf('workflows')
    .map(({ file, text }) => ({
      file,
      pages: [...text.matchAll(/page: (?:true|\w+(?:\.\w+)? ===)/g)].length,
    }))
    .filter(({ file, pages }) => pages > 0 || file === 'lane-put-right.ts');
  expect(paging.map(({ file }) => file).toSorted()).toEqual(Object.keys(PAGES).toSorted());
  for (const { file, pages } of paging) expect(pages, file).toBeLessThanOrEqual(PAGES[file]?.length ?? 0);
  for (const section of Object.values(PAGES).flat()) {
    expect(manual, section).toMatch(new RegExp(`^##+ ${section}$`, 'm'));
  }
});

test('links within the page lead somewhere', () => {
  const anchors = new Set([...manual.matchAll(/^##+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));
  const linked = [...manual.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(linked.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
