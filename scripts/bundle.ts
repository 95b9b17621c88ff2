/** Writes `dist/workflow-bundle.js`, so that a built daemon starts without a bundler. Part of `npm run build`. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflows } from '../worker/bundle.ts';

const { code } = await bundleWorkflows();
await writeFile(new URL('../dist/workflow-bundle.js', import.meta.url), code);
