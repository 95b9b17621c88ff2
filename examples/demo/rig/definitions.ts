import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument, stringify } from 'yaml';

/** What the sample's service file is given where it is not as in `examples/services/sample.yaml`. */
export interface Definitions {
  /** Host and port of the API. */
  listen: string;
  /** Folder that Traefik watches. */
  watched: string;
  /** URL of Traefik's metrics. */
  metrics: string;
  /** Folder for the records of the sample service. */
  records: string;
  /** Further values, by their path in the environment `demo`; undefined takes what is there out. */
  change?: [path: string[], value: unknown][];
}

const example = new URL('../../services/sample.yaml', import.meta.url);
const service = fileURLToPath(new URL('../service/main.ts', import.meta.url));

/** Writes settings and service file into the folder; answers with the path of the settings. */
export async function writeDefinitions(
  folder: string,
  { listen, watched, metrics, records, change = [] }: Definitions,
): Promise<string> {
  const document = parseDocument(await readFile(example, 'utf8'));
  const values: [string[], unknown][] = [
    [['platform', 'process', 'command'], `exec ${quoted(process.execPath)} ${quoted(service)}`],
    [['platform', 'process', 'environment'], { SAMPLE_RECORDS: records }],
    [['router', 'traefik', 'file'], join(watched, 'sample.yaml')],
    [['router', 'traefik', 'metrics'], metrics],
    ...change,
  ];
  for (const [path, value] of values) {
    const whole = ['environments', 'demo', ...path];
    if (value === undefined) document.deleteIn(whole);
    else document.setIn(whole, document.createNode(value));
  }
  await mkdir(join(folder, 'services'), { recursive: true });
  await writeFile(join(folder, 'services', 'sample.yaml'), document.toString());
  const settings = join(folder, 'sluice.yaml');
  await writeFile(settings, stringify({ listen, definitions: 'services', data: 'data' }));
  return settings;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
