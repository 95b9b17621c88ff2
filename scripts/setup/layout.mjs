import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The checkout's folder, absolute. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Everything that the set-up brings in, apart from node_modules. Safe to delete: the next run makes it anew. */
export const toolsFolder = join(root, '.tools');

/** Links to the chosen programs, for PATH: temporal, traefik, temporal-test-server, and node where it was brought in. */
export const binFolder = join(toolsFolder, 'bin');

/** Why a program that only tests need could not be brought in: a file of its name, which holds the sentence. */
export const missingFolder = join(toolsFolder, 'missing');

/** What Node keeps of the code that it has compiled, by the code's content. */
export const compileCacheFolder = join(toolsFolder, 'compile-cache');
