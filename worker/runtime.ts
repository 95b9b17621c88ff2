import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogLevel } from '@temporalio/worker';
import { stdSerializers, type Logger } from 'pino';

// What Temporal calls information is of its own inner life.
const LEVELS = {
  TRACE: 'trace',
  DEBUG: 'trace',
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** Warned of at each start, since one of the two workers has no workflows on purpose. */
const EXPECTED = /^No workflows registered/;

/**
 * Sets up Temporal's part of this process, once and before anything connects: its log goes to the daemon's, it
 * sends no telemetry, and it leaves signals to the daemon.
 */
export function installRuntime(log: Logger): void {
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
    shutdownSignals: [],
  });
}

/** Temporal's log as part of the daemon's, with the reason of a failed activity in it. */
export function temporalLogger(log: Logger): DefaultLogger {
  // Without a serializer of its own an error is written as an empty object.
  const temporal = log.child({ part: 'temporal' }, { serializers: { error: stdSerializers.err } });
  return new DefaultLogger('INFO', ({ level, message, meta }) => {
    temporal[EXPECTED.test(message) ? 'debug' : LEVELS[level]](meta ?? {}, message);
  });
}
