/** Whether a request for events wants what there is now: whoever asks for JSON by name gets it, and not a stream. */
export function wantsPage(accept = ''): boolean {
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}
