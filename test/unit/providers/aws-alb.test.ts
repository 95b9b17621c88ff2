import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  answerNothing,
  digestOf,
  forwardBy,
  forwardingOf,
} from '../../../providers/routers/aws-alb/actions.ts';
import { membershipOf } from '../../../providers/routers/aws-alb/membership.ts';
import { splitOf, weightsOf } from '../../../providers/routers/aws-alb/weights.ts';

const groups = { blue: 'arn:blue', green: 'arn:green' };

function forward(weights: [string, number][], sticky = false): Action {
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
      TargetGroupStickinessConfig: { Enabled: sticky },
    },
  };
}

describe('weights', () => {
  test('of every split in steps of 0.1 % are what AWS takes, and are exactly that split', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (parts) => {
        const split = { blue: 10_000 - parts * 10, green: parts * 10 };
        const weights = weightsOf(split, 'shop.test');
        for (const weight of Object.values(weights)) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(999);
        }
        expect(weights.green * split.blue).toBe(weights.blue * split.green);
        expect(splitOf(weights)).toEqual(split);
      }),
    );
  });

  test('of a finer split are refused', () => {
    expect(() => weightsOf({ blue: 9999, green: 1 }, 'shop.test')).toThrow(/shop.test: .* steps of 0.1 %/);
  });
});

describe('what actions forward', () => {
  test.each<[string, Action[], ReturnType<typeof forwardingOf>]>([
    [
      'by weights',
      [
        forward([
          ['arn:green', 50],
          ['arn:blue', 950],
        ]),
      ],
      { split: { blue: 9500, green: 500 }, weights: { blue: 950, green: 50 } },
    ],
    [
      'to one group',
      [forward([['arn:blue', 1]])],
      { split: { blue: 10_000, green: 0 }, weights: { blue: 1 } },
    ],
    [
      'to one group that is named alone',
      [{ Type: 'forward', TargetGroupArn: 'arn:blue' }],
      { split: { blue: 10_000, green: 0 }, weights: { blue: 1 } },
    ],
    ['nothing by a fixed answer', [{ Type: 'fixed-response' }], { split: null, weights: {} }],
    ['nothing without actions', [], { split: null, weights: {} }],
    [
      'after somebody has logged in',
      [
        { ...forward([['arn:blue', 1]]), Order: 2 },
        { Type: 'authenticate-oidc', Order: 1 },
      ],
      { split: { blue: 10_000, green: 0 }, weights: { blue: 1 } },
    ],
  ])('%s', (_what, actions, expected) => {
    expect(forwardingOf(actions, groups)).toEqual(expected);
  });

  test.each<[string, Action[], RegExp]>([
    [
      'another group',
      [
        forward([
          ['arn:blue', 1],
          ['arn:other', 1],
        ]),
      ],
      /another target group, arn:other/,
    ],
    ['stickiness', [forward([['arn:blue', 1]], true)], /stickiness is on/],
    [
      'all weights 0',
      [
        forward([
          ['arn:blue', 0],
          ['arn:green', 0],
        ]),
      ],
      /weights of all target groups are 0/,
    ],
    ['a redirect', [{ Type: 'redirect' }], /its action is redirect/],
  ])('cannot be understood with %s', (_what, actions, words) => {
    expect(forwardingOf(actions, groups)).toMatchObject({
      split: null,
      unreadable: expect.stringMatching(words),
    });
  });

  test('a group of somebody else at weight 0 is nobody’s traffic', () => {
    expect(
      forwardingOf(
        [
          forward([
            ['arn:blue', 1],
            ['arn:other', 0],
          ]),
        ],
        groups,
      ).split?.blue,
    ).toBe(10_000);
  });
});

describe('actions that are written', () => {
  const login: Action = {
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: {
      Issuer: 'https://id.example.com',
      AuthorizationEndpoint: 'https://id.example.com/a',
      TokenEndpoint: 'https://id.example.com/t',
      UserInfoEndpoint: 'https://id.example.com/u',
      ClientId: 'shop',
    },
  };

  test('name both groups, leave the login before them, and keep its secret', () => {
    const stored = [login, { ...forward([['arn:blue', 1]], true), Order: 2 }];
    const written = forwardBy(stored, groups, { blue: 1, green: 0 });
    expect(written).toMatchObject([
      { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { UseExistingClientSecret: true } },
      { Type: 'forward', Order: 2, ForwardConfig: { TargetGroupStickinessConfig: { Enabled: false } } },
    ]);
    expect(forwardingOf(written, groups).weights).toEqual({ blue: 1, green: 0 });
  });

  test('answer that nothing is served, in place of the last', () => {
    expect(answerNothing([login, { ...forward([['arn:blue', 1]]), Order: 2 }], 'shop.test')).toMatchObject([
      { Type: 'authenticate-oidc' },
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } },
    ]);
  });

  test('have one digest in whatever order AWS tells them, and another with any other content', () => {
    const one = [
      forward([
        ['arn:blue', 950],
        ['arn:green', 50],
      ]),
    ];
    const digest = digestOf(one, 'shop.test');
    expect(
      digestOf(
        [
          forward([
            ['arn:green', 50],
            ['arn:blue', 950],
          ]),
        ],
        'shop.test',
      ),
    ).toBe(digest);
    expect(digestOf(one, undefined)).not.toBe(digest);
    expect(
      digestOf(
        [
          forward([
            ['arn:blue', 951],
            ['arn:green', 49],
          ]),
        ],
        'shop.test',
      ),
    ).not.toBe(digest);
    expect(digestOf([login, ...one], 'shop.test')).not.toBe(digest);
  });
});

describe('targets', () => {
  const target = (port: number, state = 'healthy') => ({ id: '10.0.0.1', port, state, reason: '' });

  test('that are missing are told from those that are gone', () => {
    const targets = [target(1), target(2), target(3, 'draining')];
    expect(membershipOf(targets, ['http://10.0.0.1:1', 'http://10.0.0.1:3'])).toEqual({
      missing: [{ Id: '10.0.0.1', Port: 3 }],
      gone: [{ Id: '10.0.0.1', Port: 2 }],
    });
  });

  test.each([
    ['http://[::1]:8080', { Id: '::1', Port: 8080 }],
    ['https://10.0.0.1', { Id: '10.0.0.1', Port: 443 }],
    ['http://10.0.0.1/', { Id: '10.0.0.1', Port: 80 }],
  ])('%s is an address and a port', (endpoint, expected) => {
    expect(membershipOf([], [endpoint]).missing).toEqual([expected]);
  });

  test('by name cannot be registered', () => {
    expect(() => membershipOf([], ['http://shop.internal:80'])).toThrow(/shop.internal is no IP address/);
  });
});
