import { resolve } from 'node:path';
import { withAbsoluteFiles } from '../secrets.ts';

/** Makes the path of every `${file:PATH}` in a text absolute, from the folder of the service file. */
export function absoluteIn(folder: string): (text: string) => string {
  return (text) => withAbsoluteFiles(text, (path) => resolve(folder, path));
}
