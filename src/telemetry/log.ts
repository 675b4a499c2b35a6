type Fields = object;

/** Structured log lines; pino implements it. No field ever holds a secret. */
export interface Logger {
  /** The least of the levels that are written: `debug`, `info`, `warn` or `error`. Absent: not known. */
  readonly level?: string;
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** A logger that adds these fields to each of its lines. */
  child(fields: Fields): Logger;
}

const nothing = (): void => undefined;

/** For tests and commands that have nobody to log to. */
export const SILENT: Logger = Object.freeze({
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => SILENT,
});
