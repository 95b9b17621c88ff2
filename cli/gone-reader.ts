/**
 * Lets whoever reads the command's output stop reading, as `head` does. What is printed then goes nowhere, and the
 * command ends with the status that it would have had: one that follows a release goes on until it knows it.
 */
export function outliveReaders(outputs: readonly NodeJS.WritableStream[]): void {
  for (const output of outputs) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
