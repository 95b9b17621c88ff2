/** Writes the bundles of workflows into `dist/`, so that a built daemon starts without a bundler: `npm run build`. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflows } from '../worker/bundle.ts';
import { FAILURE_CONVERTER } from '../worker/encryption/data-converter.ts';

const variants = { 'workflow-bundle': undefined, 'workflow-bundle-encrypted': FAILURE_CONVERTER };
for (const [name, failureConverter] of Object.entries(variants)) {
  const { code } = await bundleWorkflows(failureConverter);
  await writeFile(new URL(`../dist/${name}.js`, import.meta.url), code);
}
