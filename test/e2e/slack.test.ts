/** A release from its command in Slack to its abort there: a real daemon, real Temporal and Traefik, and a fake Slack. */
import { expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import { BOT_TOKEN, SIGNING_SECRET, startFakeSlack, type FakeSlack } from '../rigs/slack/fake-slack.ts';
import { labels, seen, type Posted } from '../rigs/slack/posted.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { PUBLIC_URL } from '../rigs/notification.ts';
import { until } from '../rigs/until.ts';

const ADA = 'U0ADA000001';
const BOB = 'U0BOB000001';
const SECRETS = { SLUICE_TEST_SLACK_BOT: BOT_TOKEN, SLUICE_TEST_SLACK_SIGNING: SIGNING_SECRET };
const PATIENCE = 90_000;

/** Nobody sends requests, so the cutover is written and not seen: it asks a person. */
const asking: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics'], undefined],
  [['drain'], { wait: '100ms' }],
  [['notify'], ['log', { slack: { channel: '#releases' } }]],
  [['steps'], [{ approve: { deadline: '10m' } }, 'deploy', { cutover: { deadline: '2s' } }, { keep: '10m' }]],
];

let slack: FakeSlack;
let lane: Lane;
let release: string;

madeAnew({ start, stop });

async function start(): Promise<void> {
  Object.assign(process.env, SECRETS);
  slack = await startFakeSlack();
  const everywhere = ['*@*'];
  const grants = [
    { role: 'operator', lanes: everywhere },
    { role: 'approver', lanes: everywhere },
  ];
  const settings = {
    publicUrl: PUBLIC_URL,
    slack: {
      botToken: '${env:SLUICE_TEST_SLACK_BOT}',
      signingSecret: '${env:SLUICE_TEST_SLACK_SIGNING}',
      api: slack.api,
      users: { [ADA]: { name: 'ada', grants }, [BOB]: { name: 'bob', grants } },
    },
  };
  lane = await startLane([...asking.slice(0, 3), [['steps'], ['deploy', 'cutover']]], settings);
  await lane.define(asking);
  slack.requestUrl = lane.rig.daemon.api;
}

async function stop(): Promise<void> {
  await lane?.stop();
  await slack?.stop();
  for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
}

/** The messages of the release that stand in the channel by themselves. */
function own(): Posted[] {
  return slack.messages.filter((each) => each.thread === undefined && seen(each).includes(release));
}

/** Waits until the release's one message is so; answers what it was then. */
async function message(what: string, is: (text: string, buttons: string[]) => boolean): Promise<Posted> {
  return until(
    what,
    () => {
      const posted = own()[0];
      return posted !== undefined && is(seen(posted), labels(posted)) && { ...posted };
    },
    PATIENCE,
  );
}

/** Waits for the next words to one person. */
async function toldNext(user: string, act: () => Promise<unknown>): Promise<string> {
  const before = slack.whispers.length;
  await act();
  return until(
    'an answer',
    () => slack.whispers.slice(before).find((each) => each.user === user)?.text,
    PATIENCE,
  );
}

/** Clicks until it is so: the message may move on between a look and a click. */
async function press(
  user: string,
  button: string,
  is: (text: string, buttons: string[]) => boolean,
): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const before = slack.whispers.length;
    const shown = await message(`the button ${button}`, (_text, buttons) => buttons.includes(button));
    await slack.click(user, button.toLowerCase(), shown);
    const stale = (): boolean => slack.whispers.slice(before).some(({ text }) => text.includes('moved on'));
    let there = false;
    await until(
      `the effect of ${button}`,
      () => {
        const posted = own()[0];
        there = posted !== undefined && is(seen(posted), labels(posted));
        return there || stale();
      },
      PATIENCE,
    );
    if (there) return;
  }
  throw new Error(`${button} was stale each time`);
}

test('start, approve, a stale click, a hold, promote, pause, resume and abort, all in Slack', async () => {
  const started = await toldNext(ADA, async () => slack.write(ADA, 'start sample@demo v2 new tax rules'));
  release = /sample\.demo\.\d+/.exec(started)?.[0] ?? '';
  expect(started).toBe(`<${PUBLIC_URL}/ui/releases/${release}|${release}> brings v2.`);
  const waits = await message(
    'the approval',
    (text, buttons) => text.includes('waits for approval') && buttons.includes('Approve'),
  );
  expect(seen(waits)).toContain('but not ada who started it');
  await until(
    'the channel to be told',
    () => slack.messages.some(({ thread, broadcast }) => thread === waits.ts && broadcast),
    PATIENCE,
  );

  expect(await toldNext(ADA, async () => slack.click(ADA, 'approve', waits))).toContain(
    '(approval_by_author)',
  );
  await press(BOB, 'Approve', (text) => !text.includes('waits for approval'));
  const late = await toldNext(ADA, async () => slack.click(ADA, 'pause', { ...waits }));
  expect(late).toMatch(/ has moved on since this was shown.*Last it was approved by bob/);

  await press(ADA, 'Promote', (text) => text.includes('keep the old slot'));
  await press(ADA, 'Pause', (_text, buttons) => buttons.includes('Resume'));
  await press(BOB, 'Resume', (_text, buttons) => buttons.includes('Pause'));
  await press(BOB, 'Abort', (text) => text.includes('reverted'));
  const end = await message('its end', (text, buttons) => text.includes('reverted') && buttons.length === 0);
  expect(own()).toHaveLength(1);
  expect(
    slack.messages
      .filter(({ thread }) => thread === end.ts)
      .map(seen)
      .join('\n'),
  ).toContain('the cutover is written but not seen');

  const status = await toldNext(ADA, async () => slack.write(ADA, `status ${release}`));
  expect(status).toContain(`${release}: reverted`);
  await until('the list to be empty', async () => {
    const listed = await toldNext(ADA, async () => slack.write(ADA, 'list'));
    return listed === 'No release runs.';
  });
  const frozen = await toldNext(ADA, async () => slack.write(ADA, 'freeze sample@* 1h the database moves'));
  const freeze = /freeze (f\d+)\./.exec(frozen)?.[1] ?? '';
  expect(await toldNext(BOB, async () => slack.write(BOB, 'freeze list sample@demo'))).toMatch(
    new RegExp(`^\\*sample@demo\\* is frozen.*by ${freeze} of ada`),
  );
  expect(await toldNext(BOB, async () => slack.write(BOB, `freeze end ${freeze} it has moved`))).toContain(
    `${freeze} is over`,
  );
  expect(await toldNext(ADA, async () => slack.write(ADA, 'freeze list sample@demo'))).toBe(
    '*sample@demo* is open.',
  );
  const report = await createClient(lane.rig.daemon.api, 'ann').release(release);
  expect(report).toMatchObject({
    outcome: 'reverted',
    cause: 'abort',
    actor: 'ada',
    reason: 'new tax rules',
  });
  // How soon it answers is held where no busy machine is in the way.
  expect(slack.faults.filter((fault) => !fault.includes('answered after'))).toEqual([]);
});
