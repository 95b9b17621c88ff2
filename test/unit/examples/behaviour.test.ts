import { describe, expect, test } from 'vitest';
import { behaviourOf, drawsOf, slowBound, usual } from '../../../examples/demo/service/behaviour.ts';

/** Shares of errors and of slow answers among 20,000 requests. */
function play(version: string, environment: Record<string, string> = {}): { errors: number; slow: number } {
  const draw = drawsOf(behaviourOf(version, environment), 'a seed');
  const drawn = Array.from({ length: 20_000 }, draw);
  return {
    errors: drawn.filter(({ status }) => status === 500).length / drawn.length,
    slow: drawn.filter(({ latency }) => latency > slowBound).length / drawn.length,
  };
}

describe('the sample service', () => {
  test('keeps its stated rates, version by version', () => {
    for (const version of ['v1', 'v2']) {
      const { errors, slow } = play(version);
      expect(errors).toBeCloseTo(0.03, 2);
      expect(slow).toBeCloseTo(0.06, 2);
    }
    const bad = play('v3-bad');
    expect(bad.errors).toBeCloseTo(0.2, 1);
    expect(bad.slow).toBeCloseTo(0.4, 1);
  });

  test('draws errors that do not depend on the request before', () => {
    const draw = drawsOf(behaviourOf('v1', { SAMPLE_ERRORS: '0.1' }), 'another seed');
    const failed = Array.from({ length: 50_000 }, () => draw().status === 500);
    const afterAFailure = failed.filter((_, i) => failed[i - 1] === true);
    expect(afterAFailure.filter(Boolean).length / afterAFailure.length).toBeCloseTo(0.1, 1);
  });

  test('draws the same for one seed and something else for another', () => {
    const drawn = (seed: string): unknown[] =>
      Array.from({ length: 50 }, drawsOf({ ...usual, errors: 0.5, slow: 0.5 }, seed));
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
  });

  test('can be given other rates, and none at all', () => {
    expect(play('v2', { SAMPLE_ERRORS: '0', SAMPLE_SLOW: '0' })).toEqual({ errors: 0, slow: 0 });
    expect(() => behaviourOf('v2', { SAMPLE_ERRORS: '2 %' })).toThrow(
      'SAMPLE_ERRORS is "2 %": give a share from 0 to 1',
    );
  });

  test('has versions with five times as many errors, and with a fifth of the answers 300 ms later', () => {
    expect(play('v2-x5').errors).toBeCloseTo(0.15, 1);
    const draw = drawsOf(behaviourOf('v2-late', {}), 'a seed');
    const late = Array.from({ length: 20_000 }, draw).filter(({ latency }) => latency > 300);
    expect(late.length / 20_000).toBeCloseTo(0.2, 1);
  });

  test('draws errors in bursts that keep the rate', () => {
    const draw = drawsOf(behaviourOf('v1', { SAMPLE_ERRORS: '0.05', SAMPLE_BURST: '8' }), 'a seed');
    const failed = Array.from({ length: 80_000 }, () => draw().status === 500);
    expect(failed.filter(Boolean).length / failed.length).toBeCloseTo(0.05, 2);
    const begun = failed.filter((each, i) => each && failed[i - 1] !== true).length;
    expect(failed.filter(Boolean).length / begun).toBeGreaterThan(7);
    expect(() => behaviourOf('v1', { SAMPLE_BURST: '0' })).toThrow('SAMPLE_BURST is "0"');
  });
});
