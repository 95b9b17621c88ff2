/**
 * A failure that says all there is to say, such as a command's exit status: to try it again at once would only repeat
 * it, so a person is asked instead.
 */
export class DefiniteFailure extends Error {
  override name = 'DefiniteFailure';
}
