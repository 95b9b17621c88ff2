import type { Import } from './imports.ts';

/** What files of a layer may import of the repository's own. */
interface Allowed {
  to: RegExp;
  /** Only with `import type`. */
  typeOnly?: boolean;
  /** Only these files of the layer. */
  from?: RegExp;
}

// Imports go one way: what decides knows nothing of what acts, and what acts knows nothing of who asks.
const layers: Record<string, Allowed[]> = {
  config: [{ to: /^config\// }],
  analysis: [{ to: /^analysis\// }],
  providers: [
    { to: /^config\//, typeOnly: true },
    // What notifiers tell is the release's own status.
    { to: /^workflows\/messages\.ts$/, typeOnly: true, from: /^providers\/notifiers\// },
    // GitHub is asked in one way, by whatever provider.
    { to: /^providers\/github\// },
    // The user's own commands are run in one way, whatever they are for.
    { to: /^providers\/commands\// },
    {
      to: /^providers\/platforms\/process\/(process-table|end-processes|claim|instances)\.ts$/,
      from: /^providers\/commands\//,
    },
  ],
  workflows: [
    { to: /^workflows\// },
    { to: /^(analysis|config)\// },
    { to: /^(activities|providers)\//, typeOnly: true },
  ],
  activities: [{ to: /^(activities|providers|analysis|config)\// }, { to: /^workflows\//, typeOnly: true }],
  worker: [
    // Types of what it is started with.
    { to: /^config\/settings\.ts$/, typeOnly: true },
    { to: /^(worker|workflows|activities)\// },
    // Processes of this machine are told apart and ended in one way, whoever started them.
    {
      to: /^providers\/(platforms\/process\/(process-table|end-processes|supervisor)|error-code|secrets)\.ts$/,
    },
  ],
  api: [
    { to: /^(api|config)\// },
    // What callers of workflows have to know, and reports of those that Temporal has forgotten.
    {
      to: /^workflows\/(messages|delivery-messages|lane-messages|audit-messages|measure-messages|protection-messages|registry-messages|scheduled-messages|registry\/[a-z-]+-types|queues|labels|search-attributes)\.ts$/,
    },
    { to: /^activities\/(archive|audit)\/read\.ts$/ },
    { to: /^activities\/archive\/report\.ts$/, typeOnly: true },
    // Schedules are made and read in one way, whoever does it.
    { to: /^activities\/scheduled\/temporal\.ts$/ },
    // One process has one book of freezes.
    { to: /^activities\/freezes\/book\.ts$/, typeOnly: true },
    // What Temporal hands out as it was stored is read in one way.
    { to: /^activities\/payloads\.ts$/ },
    // Signatures are checked here, so secrets are read here.
    { to: /^providers\/secrets\.ts$/ },
    // What GitHub is told of a click is told as everything else is.
    { to: /^providers\/github\// },
    // A message that was clicked is drawn anew as it was drawn before.
    { to: /^providers\/notifiers\/slack\// },
    // A link leads to the same page, whoever tells of it.
    { to: /^providers\/page-address\.ts$/ },
    // The evidence of one that still runs is in its history, as the report of one that has finished is.
    { to: /^activities\/archive\/(history|evidence)\.ts$/, from: /^api\/releases\/evidence\.ts$/ },
  ],
  cli: [
    { to: /^(cli|config|analysis)\// },
    { to: /^api\/(client|wire\/)/ },
    { to: /^(worker|api)\//, from: /^cli\/serve/ },
    // It reads the sources as a watch does, and needs no daemon: it is for those who have none yet, too.
    { to: /^activities\/backtest\.ts$/, from: /^cli\/backtest\.ts$/ },
    // An auditor checks a file where there is no daemon.
    { to: /^activities\/audit\/verify\.ts$/, from: /^cli\/audit\/verify\.ts$/ },
  ],
  web: [
    { to: /^web\// },
    // What the API answers has one description.
    { to: /^api\/wire\//, typeOnly: true },
    // Who may do what is decided in one way, and figures are written in one way.
    { to: /^(config\/grants|api\/auth\/principal|cli\/figures|cli\/read-back)\.ts$/ },
    { to: /^config\/units\.ts$/ },
    // A forecast is worked out and told in one way, so that page and command cannot differ.
    { to: /^cli\/plan\/(forecast|forecast-rows|forecast-facts)\.ts$/ },
    { to: /^cli\/plan\/traffic\.ts$/, typeOnly: true },
    { to: /^config\/plan\.ts$/, typeOnly: true },
    // Arithmetic that runs anywhere.
    { to: /^analysis\// },
  ],
};

/** A sentence for each import that goes against the layers. */
export function layerViolations(imports: Import[]): string[] {
  return imports.filter((each) => each.own && !mayImport(each)).map(describe);
}

function mayImport({ from, to, typeOnly }: Import): boolean {
  const layer = folderOf(from);
  const allowed = layers[layer];
  if (!allowed) return true; // Tests, scripts, examples and benches may look everywhere.
  if (layer === 'providers' && sameProviderKind(from, to)) return true;
  return allowed.some(
    (rule) => rule.to.test(to) && (typeOnly || !rule.typeOnly) && (rule.from?.test(from) ?? true),
  );
}

/** A provider sees its own kind (`providers/routers/…`), and the files that lie directly in `providers/`. */
function sameProviderKind(from: string, to: string): boolean {
  const [, kind] = from.split('/');
  const [layer, toKind, ...rest] = to.split('/');
  return layer === 'providers' && (toKind === kind || rest.length === 0);
}

function describe({ from, to, typeOnly }: Import): string {
  const withType = layers[folderOf(from)]?.some((rule) => rule.typeOnly && rule.to.test(to)) && !typeOnly;
  return withType
    ? `${from} imports ${to} at run time: ${folderOf(from)}/ may only "import type" from ${folderOf(to)}/.`
    : `${from} imports ${to}: ${folderOf(from)}/ may not import it.`;
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}
