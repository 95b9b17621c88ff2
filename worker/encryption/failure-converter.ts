import { DefaultFailureConverter } from '@temporalio/common';

/** Puts messages and stack traces of errors where they are encrypted. Temporal loads this file by its path. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
