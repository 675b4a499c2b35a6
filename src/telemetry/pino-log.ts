import { pino, destination, stdTimeFunctions } from 'pino';
import type { DestinationStream } from 'pino';
import type { Logger } from './log.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `auto`: readable on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty';
  /** Added to each line: the ids of the active span, or nothing. */
  ids(): Readonly<Record<string, string>>;
}

/**
 * A logger on standard output. Lines are written at once: the last one before a crash is the one that matters, and a
 * control plane writes few.
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
  if (!pretty) return destination({ dest: 1, sync: true });
  const { PinoPretty, isColorSupported } = await import('pino-pretty');
  return PinoPretty({
    destination: 1,
    sync: true,
    colorize: isColorSupported && process.env['NO_COLOR'] === undefined,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'trace_id,span_id',
  });
}
