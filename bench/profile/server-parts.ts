import { KERNEL, type Rule, type Rules } from './rules.ts';

/** What Go's runtime does beside the program. */
const RUNTIME: readonly Rule[] = [
  ['Go: collecting garbage', /:runtime\.(?:gc(?:BgMark|Assist|Drain|Start)|bgsweep|bgscavenge|sweepone)/],
  // They have no callers: the runtime does it on a stack of its own.
  ['Go: growing stacks', /:runtime\.(?:newstack|copystack|morestack)$/],
  ['Go: taking turns', /:runtime\.(?:mcall|mstart1?|schedule|findRunnable|sysmon|park_m|goschedImpl)$/],
];

/** The parts of Temporal's server: a Go program, with SQLite in it as Go code. */
export const SERVER: Rules = {
  anywhere: [
    ...KERNEL,
    ...RUNTIME,
    [
      'SQLite: parsing statements',
      /:modernc\.org\/sqlite\/lib\._sqlite3(?:RunParser|LockAndPrepare|Prepare)/,
    ],
    ['SQLite: parsing statements', /:modernc\.org\/sqlite\.(?:newStmt|\(\*conn\)\.prepareV2)/],
    ['SQLite: committing', /:modernc\.org\/sqlite\/lib\._(?:sqlite3VdbeHalt|vdbeCommit|walFrames)/],
    ['SQLite: committing', /:modernc\.org\/sqlite\/lib\._sqlite3(?:PagerCommit|WalCheckpoint|Checkpoint)/],
    ['SQLite: running statements', /:modernc\.org\/sqlite\/lib\./],
    ['the way to SQLite: database/sql, sqlx, driver', /:(?:modernc\.org|database\/sql|.*\/sqlx\.)/],
    ['gRPC: compressing', /:(?:compress\/(?:flate|gzip)|.*\/grpc\.(?:de)?compress|.*\/grpc\/encoding\/gzip)/],
    ['writing and reading protobuf and JSON', /:(?:google\.golang\.org\/protobuf|encoding\/json)/],
  ],
  innermost: [
    ['metrics', /:go\.temporal\.io\/server\/common\/metrics/],
    ['metrics', /:(?:github\.com\/(?:uber-go\/tally|prometheus)|go\.opentelemetry\.io)/],
    ['interceptors of calls', /:go\.temporal\.io\/server\/common\/(?:rpc|authorization|quotas)/],
    ['interceptors of calls', /:go\.temporal\.io\/server\/chasm\.\(\*Chasm\w+Interceptor/],
    ['gRPC', /:(?:google\.golang\.org\/grpc|golang\.org\/x\/net)/],
    ['persistence', /:go\.temporal\.io\/server\/common\/persistence/],
    ['dynamic configuration', /:go\.temporal\.io\/server\/common\/dynamicconfig/],
    ['history: queues and timers', /:go\.temporal\.io\/server\/(?:service\/history\/queues|common\/tasks)/],
    ['history: workflows', /:go\.temporal\.io\/server\/service\/history/],
    ['matching', /:go\.temporal\.io\/server\/service\/matching/],
    ['frontend', /:go\.temporal\.io\/server\/service\/frontend/],
    ["the rest of Temporal's code", /:go\.temporal\.io\//],
  ],
  rest: 'the rest of Go',
};

/** What the server does it for: the calls that it is asked, all of its own calls for them included, and its queues. */
export const PURPOSES: Rules = {
  anywhere: [
    ['heartbeats of activities', /Service_RecordActivityTaskHeartbeat_Handler/],
    ['ends of activities', /Service_RespondActivityTask\w+_Handler/],
    ['ends of workflow tasks', /Service_RespondWorkflowTask\w+_Handler/],
    ['updates of workflows', /Service_(?:UpdateWorkflow|PollWorkflowExecutionUp|ExecuteMulti)\w+_Handler/],
    ['starts and signals of workflows', /Service_(?:Start|Signal)\w*Workflow\w+_Handler/],
    ['handing out tasks', /Service_(?:Poll|Add|Record)(?:Workflow|Activity)Task\w*_Handler/],
    ['handing out tasks', /:go\.temporal\.io\/server\/service\/matching/],
    ['reading: queries, descriptions, lists', /Service_(?:Query|Describe|Get|List|Count)\w+_Handler/],
    ['publishing for lists', /visibilityQueueTaskExecutor/],
    ['timers', /timerQueue\w*Executor|history\/queues\.\(\*scheduledQueue/],
    ['queues of tasks', /transferQueue\w*Executor|service\/history\/queues\.|server\/common\/tasks\./],
    ['calls, before and after what they are for', /grpc\.\(\*Server\)\.handleStream/],
    ['connections of calls', /grpc\/internal\/transport\./],
    ...RUNTIME,
  ],
  innermost: [],
  rest: 'what it begins by itself',
};
