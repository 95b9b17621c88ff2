import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readResults, type Kept } from '../../../bench/results.ts';
import { withResults } from '../../../bench/shown.ts';

const root = new URL('../../../', import.meta.url);

const machine = { date: '2026-11-25', processor: 'P', cores: 2, memoryGiB: 4, system: 'linux x64' };

function kept(title: string): Kept {
  const section = { title, columns: ['what', 'time'], rows: [['a | b', '1 s']], breaches: [] };
  return { machine, settings: {}, seconds: 1, section };
}

describe('the tables of docs/performance.md', () => {
  it('are those that the benches have kept', async () => {
    const page = await readFile(new URL('docs/performance.md', root), 'utf8');
    let shown = page;
    for (const file of await readdir(new URL('bench/results', root))) {
      const bench = file.replace('.json', '');
      shown = withResults(shown, bench, await readResults(bench));
    }
    expect(shown).toBe(page);
  });

  it('takes the place of what stood there, and leaves other benches alone', () => {
    const page = [
      '<!-- shown: api -->',
      'old',
      '<!-- end -->',
      '<!-- shown: api/list -->',
      '<!-- end -->',
      '<!-- shown: other -->',
      'stays',
      '<!-- end -->',
    ].join('\n');
    const shown = withResults(page, 'api', { list: kept('Lists'), start: kept('Starts') });
    const table = ['| what   | time |', '| ------ | ---: |', '| a \\| b |  1 s |'].join('\n');
    expect(shown).not.toContain('old');
    expect(shown).toContain('stays');
    expect(shown.split(table)).toHaveLength(4);
    expect(shown.split('Measured on 2026-11-25: P, 2 cores')).toHaveLength(2);
    expect(withResults(shown, 'api', { list: kept('Lists'), start: kept('Starts') })).toBe(shown);
  });
});
