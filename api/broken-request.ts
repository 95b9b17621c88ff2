import type { Socket } from 'node:net';
import { ApiError } from './errors.ts';
import { toProblem } from './problem-reply.ts';
import { requestId } from './request-id.ts';

/** Answers a request that never became one: it is no HTTP, or did not arrive in time. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const problem = late
    ? new ApiError('request_timeout', 'the request did not arrive whole within 10 s; send it again')
    : new ApiError('invalid_request', 'this is not HTTP as it should be');
  const body = JSON.stringify(toProblem(problem, requestId({ headers: {} }), ''));
  const head = [
    late ? 'HTTP/1.1 408 Request Timeout' : 'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    'cache-control: no-store',
    'x-content-type-options: nosniff',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
