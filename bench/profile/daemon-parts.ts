import { KERNEL, type Rules } from './rules.ts';

/** The columns of the daemon's threads. */
export const THREADS = [
  'main thread',
  'thread of workflows',
  'threads of the core',
  'helpers of Node',
] as const;

/** What kind of thread it is, by the names that Node and the core of Temporal's SDK give to theirs. Pure. */
export function kindOfThread({ isMain, thread }: { isMain: boolean; thread: string }): string {
  if (isMain) return 'main thread';
  if (thread === 'WorkerThread') return 'thread of workflows';
  return /^(?:V8|libuv|Delayed|Signal)/.test(thread) ? 'helpers of Node' : 'threads of the core';
}

/** The parts of the daemon: of Sluice, of the packages that it uses, of Temporal's SDK, and of Node. */
export const DAEMON: Rules = {
  anywhere: [
    // A limit of time, by a thread each time that the kernel makes and ends: what it takes for that counts here too.
    ['a watchdog for each piece of a workflow', /^node:node::(?:Watchdog|CheckedUvLoopClose)/],
    ...KERNEL,
    ['collecting garbage', /^node:v8::internal::Heap::(?:Collect|Perform|Scavenge|MarkCompact)/],
    ['collecting garbage', /^node:v8::internal::\S*(?:Scaveng|Marking|MarkCompact|Sweeper|Evacuat)/],
    ['compiling scripts', /^node:v8::internal::(?:compiler|maglev|baseline|interpreter)::/],
    ['compiling scripts', /^node:v8::internal::(?:Parser|PreParser|\S*Compil)/],
    ['stack traces of errors and promises', /^node:v8::internal::(?:ErrorUtils::|Accessors::ErrorStack)/],
    ['stack traces of errors and promises', /^node:v8::internal::\S*(?:StackTrace|SetErrorStack)/],
  ],
  innermost: [
    ['changing globals between workflows', /^node:node::contextify::ContextifyContext::/],
    [
      'messages between threads',
      /^node:(?:v8::(?:internal::)?Value(?:S|Des)erializer|node::worker::Message::)/,
    ],
    ['$1', /^script:(.+)$/],
    ['HTTP/2 of Node', /^node:(?:node::http2|nghttp2)/],
    ["the core of Temporal's SDK, in Rust", /^(?:index\.node:|thread:threads of the core)/],
  ],
  rest: 'the rest of Node',
};
