import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument, stringify } from 'yaml';

/** Values of a service file by their path in the environment `demo`; undefined takes what is there out. */
export type Change = [path: string[], value: unknown][];

/** What a service file of the examples is given where it runs. */
export interface Definitions {
  /** Host and port of the API. */
  listen: string;
  /** Folder for the records of the sample service. */
  records: string;
  /** The service file, a path in `examples/`. */
  example?: string;
  /** Where router, metric source and platform are. */
  places: Change;
  /** What else differs. */
  change?: Change;
  /** Further settings of the daemon. */
  settings?: object;
}

const examples = new URL('../../', import.meta.url);
const service = fileURLToPath(new URL('../service/main.ts', import.meta.url));

/** Writes settings and service file into the folder; answers with the path of the settings. */
export async function writeDefinitions(
  folder: string,
  {
    listen,
    records,
    example = 'services/sample.yaml',
    places,
    change = [],
    settings: more = {},
  }: Definitions,
): Promise<string> {
  const document = parseDocument(await readFile(new URL(example, examples), 'utf8'));
  const processes: Change = [
    [['platform', 'process', 'command'], `exec ${quoted(process.execPath)} ${quoted(service)}`],
    [['platform', 'process', 'environment'], { SAMPLE_RECORDS: records }],
  ];
  const runsProcesses = document.hasIn(['environments', 'demo', 'platform', 'process']);
  for (const [path, value] of [...(runsProcesses ? processes : []), ...places, ...change]) {
    const whole = ['environments', 'demo', ...path];
    if (value === undefined) document.deleteIn(whole);
    else document.setIn(whole, document.createNode(value));
  }
  await mkdir(join(folder, 'services'), { recursive: true });
  await writeFile(join(folder, 'services', 'sample.yaml'), document.toString());
  const settings = join(folder, 'sluice.yaml');
  await writeFile(settings, stringify({ listen, definitions: 'services', data: 'data', ...more }));
  return settings;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
