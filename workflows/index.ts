/** The workflows that a worker runs. */
export { lane } from './lane.ts';
export { release } from './release.ts';
