import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from './log.ts';
import type { LineTarget } from './log-lines.ts';
import { standardOutput } from './standard-output.ts';

export interface LogFormat {
  /** `auto`: readable on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty';
}

export interface LogOptions extends LogFormat {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Added to each line: the ids of the active span, or nothing. */
  ids(): Readonly<Record<string, string>>;
  /** Default: standard output, opened here. */
  readonly output?: LogOutput;
}

/** Where the log goes, shared with what else is told there. */
export interface LogOutput extends LineTarget {
  /** Whether people are to read it. */
  readonly readable: boolean;
  /** A JSON line in the form in which it is written. */
  format(line: string): string;
  /** Counts the lines that are lost, those before as well. */
  onLost(count: (lines: number) => void): void;
}

/** Standard output, for a log. */
export async function openLogOutput({ format }: LogFormat): Promise<LogOutput> {
  const readable = format === 'pretty' || (format === 'auto' && process.stdout.isTTY);
  const toText = readable ? await prettyLines() : (line: string) => line;
  let lost = 0;
  let tell = (): void => undefined;
  const output = standardOutput({
    lost: (lines) => toText(lossLine(lines)),
    count: (lines) => {
      lost += lines;
      tell();
    },
  });
  const onLost = (count: (lines: number) => void): void => {
    tell = () => {
      if (lost > 0) count(lost);
      lost = 0;
    };
    tell();
  };
  return { ...output, readable, format: toText, onLost };
}

/** A logger on standard output, which is never waited for: see standardOutput. */
export async function createLog(options: LogOptions): Promise<Logger> {
  const output = options.output ?? (await openLogOutput(options));
  const log: Logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...options.ids() }),
    },
    output.readable ? { write: (line) => output.write(output.format(line)) } : output,
  );
  return log;
}

function lossLine(lines: number): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: 'warn', time, lines, msg: 'The log could not be written: lines before this one are lost' })}\n`;
}

async function prettyLines(): Promise<(line: string) => string> {
  const { prettyFactory, isColorSupported } = await import('pino-pretty');
  const pretty = prettyFactory({
    colorize: isColorSupported && process.env['NO_COLOR'] === undefined,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'trace_id,span_id',
  });
  return pretty;
}
