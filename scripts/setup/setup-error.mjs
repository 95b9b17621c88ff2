/** A failed set-up told to the user: the message is one sentence that says what is missing and how to get it. */
export class SetupError extends Error {}

const reasons = [
  /reason: (.+)/, // npm: request to URL failed, reason: connect ECONNREFUSED …
  /(\[Errno -?\d+\] [^'"]+)/, // pip: a connection that could not be made
  /^ERROR: (?!No matching distribution|Could not find a version)(.+)/m, // pip: hashes, disk, permissions
  /^(?:npm error|npm ERR!) (?!code|errno|syscall|path|A complete log|If you are behind)(\S.*)/m,
];

/**
 * The line of a failed tool's output that says why, in at most 200 characters. npm and pip both end with
 * boilerplate, so the last line as it stands says little.
 * @param {string} output
 * @returns {string}
 */
export function failureReason(output) {
  for (const pattern of reasons) {
    const found = output.match(pattern)?.[1];
    if (found) return shorten(found);
  }
  return shorten(output.trim().split('\n').at(-1) || 'it printed nothing');
}

/** @param {string} line */
function shorten(line) {
  return line.trim().replace(/\.$/, '').slice(0, 200);
}
