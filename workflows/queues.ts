/** The task queue of workflows and of activities that change something. */
export function actQueue(prefix: string): string {
  return `${prefix}-act`;
}

/** The task queue of activities that only read, for as long as it takes. */
export function watchQueue(prefix: string): string {
  return `${prefix}-watch`;
}

/** The prefix that a workflow's own task queue was made with, so its activities go to the same workers. */
export function queuePrefix(taskQueue: string): string {
  return taskQueue.replace(/-act$/, '');
}
