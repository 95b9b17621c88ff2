import type { NamedRange } from './named-ranges.ts';

/** Where a name of V8 for a piece of code says that its script is. Code that a script made at run time has no path. */
const PLACE = / (?<path>(?:file:\/|\/|node:).*?):(?<line>\d+):\d+$/;
const PACKAGE = /^.*node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)/;
const BUNDLE = /\/workflow-bundle-\w+\.js$/;
/** The script that Temporal's SDK runs before each piece of a workflow: it puts that workflow's globals in place. */
const SWITCH = / evalmachine\.<anonymous>:\d+:\d+$/;
/** What webpack writes above each module. */
const MODULE = /^\/\*\*\*\/ "(?<path>[^"]+)"$/;

/**
 * What Node wrote with `--perf-basic-prof`: where it has put the code of each function. The name is that of the part
 * whose script it is from: a package, a folder of `root`, or Node; empty where there is none. Pure.
 */
export function scriptRanges(
  map: string,
  root: string,
  moduleAt: (line: number) => string | undefined,
): NamedRange[] {
  return map.split('\n').flatMap((line) => {
    const [start = '', size = ''] = line.split(' ', 2);
    if (size === '') return [];
    const from = Number.parseInt(start, 16);
    const name = partOfScript(line.slice(start.length + size.length + 2), root, moduleAt) ?? '';
    return [{ start: from, end: from + Number.parseInt(size, 16), name }];
  });
}

/** The module that a line of a webpack bundle, counted from 1, is from. Pure. */
export function modulesOf(bundle: string): (line: number) => string | undefined {
  let module: string | undefined;
  const modules = bundle.split('\n').map((line) => {
    module = MODULE.exec(line)?.groups?.['path'] ?? module;
    return module;
  });
  return (line) => modules[line - 1];
}

function partOfScript(
  name: string,
  root: string,
  moduleAt: (line: number) => string | undefined,
): string | undefined {
  if (SWITCH.test(name)) return 'changing globals between workflows';
  const { path: given = '', line } = PLACE.exec(name)?.groups ?? {};
  if (given === '') return undefined;
  if (given.startsWith('node:')) return 'modules of Node';
  const file = given.replace('file://', '');
  const path = BUNDLE.test(file) ? (moduleAt(Number(line)) ?? '') : file.replace(root, './');
  const found = PACKAGE.exec(path)?.groups?.['name'];
  if (found !== undefined) return `package ${found}`;
  const folder = /^\.\/(\w+)\//.exec(path)?.[1];
  return folder === undefined ? 'other scripts' : `Sluice: ${folder}/`;
}
