import { pino, destination, stdTimeFunctions } from 'pino';
import type { DestinationStream } from 'pino';
import type { Logger } from './log.ts';
import { gatherLines } from './log-lines.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `auto`: readable on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty';
  /** Added to each line: the ids of the active span, or nothing. */
  ids(): Readonly<Record<string, string>>;
}

/** What may wait for whoever reads the log; lines beyond it are lost. */
const MOST_WAITING_BYTES = 16 * 1_048_576;

/**
 * A logger on standard output. Lines are written in their order, but not waited for: a reader that falls behind while
 * thousands of sidecars connect must not hold up the loop that serves them. What is still to be written when the
 * process ends, by a fault too, is written then; only SIGKILL takes it along.
 */
export async function createLog(options: LogOptions): Promise<Logger> {
  const log: Logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...options.ids() }),
    },
    await stream(options.format),
  );
  return log;
}

async function stream(format: LogOptions['format']): Promise<DestinationStream> {
  const pretty = format === 'pretty' || (format === 'auto' && process.stdout.isTTY);
  if (!pretty) {
    const out = destination({ dest: 1, sync: false, maxLength: MOST_WAITING_BYTES });
    const lines = gatherLines(out, {
      now: () => performance.now(),
      after: (milliseconds, task) => void setTimeout(task, milliseconds),
    });
    process.on('exit', () => {
      lines.flushSync();
    });
    return lines;
  }
  const { PinoPretty, isColorSupported } = await import('pino-pretty');
  return PinoPretty({
    destination: 1,
    sync: true,
    colorize: isColorSupported && process.env['NO_COLOR'] === undefined,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'trace_id,span_id',
  });
}
