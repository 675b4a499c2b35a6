import type { Terminal } from './terminal.ts';

interface Described {
  /** One line of help, without a full stop. */
  readonly description: string;
  /** A single letter: `-h`. */
  readonly short?: string;
  /** An environment variable that stands in where the option is absent. */
  readonly env?: string;
}

/** True if given. */
export interface FlagOption extends Described {
  readonly kind: 'flag';
}

/** A free word; `value` names it in help: `DIR`. */
export interface TextOption extends Described {
  readonly kind: 'text';
  readonly value: string;
  /** What it means without a value; absent: it wants one. */
  readonly bare?: string;
  readonly default?: string;
  readonly required?: boolean;
}

/** May be given several times. */
export interface ListOption extends Described {
  readonly kind: 'list';
  readonly value: string;
}

export interface ChoiceOption extends Described {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default?: string;
}

/** A whole number from `min` to `max`. */
export interface IntegerOption extends Described {
  readonly kind: 'integer';
  readonly value: string;
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

/** `250ms`, `30s`, `5m`; in milliseconds once parsed. */
export interface DurationOption extends Described {
  readonly kind: 'duration';
  readonly default?: string;
}

export type OptionSpec = FlagOption | TextOption | ListOption | ChoiceOption | IntegerOption | DurationOption;
/** By long name, without the dashes. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

type OrNull<O, T> = O extends { readonly default: string | number } | { readonly required: true }
  ? T
  : T | null;

export type OptionValue<O> = O extends FlagOption
  ? boolean
  : O extends ListOption
    ? readonly string[]
    : O extends IntegerOption | DurationOption
      ? OrNull<O, number>
      : O extends { readonly choices: readonly (infer C)[] }
        ? OrNull<O, C>
        : OrNull<O, string>;

/** What follows the options. At most one kind of it a command. */
export interface PositionalSpec {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

export interface Arguments<O extends OptionTable> {
  readonly options: { readonly [K in keyof O]: OptionValue<O[K]> };
  /** Null where an optional one is absent. */
  readonly positional: string | null;
  /** The words as they were given, for a command whose settings are read elsewhere. */
  readonly words: readonly string[];
}

export type Serve = (run: {
  /** What follows `serve` on the command line. */
  readonly argv: readonly string[];
  readonly environment: Context['env'];
  readonly signal: AbortSignal;
}) => Promise<number>;

/** Everything outside that a command may touch, so that tests can stand in for it. */
export interface Context {
  readonly out: Terminal;
  readonly err: Terminal;
  readonly input: AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Runs the daemon until the signal; resolves to the exit code. Whoever composes the program provides it. */
  readonly serve: Serve;
}

/** Returns the exit code. */
export type Action<O extends OptionTable> = (context: Context, args: Arguments<O>) => Promise<number>;

export interface Example {
  readonly command: string;
  readonly meaning: string;
}

interface CommandText {
  readonly name: string;
  /** For the list of commands: a few words, no full stop. */
  readonly summary: string;
  /** Paragraphs of the command's own help. */
  readonly details: readonly string[];
  readonly positional?: PositionalSpec;
  readonly examples: readonly Example[];
}

/** One command of the table, its options' types erased. */
export interface Command extends CommandText {
  readonly options: OptionTable;
  readonly start: (context: Context, args: Arguments<OptionTable>) => Promise<number>;
}

/** A command's module is loaded only when it runs, so that the others cost no start-up time. */
export function command<const O extends OptionTable>(
  spec: CommandText & { readonly options: O; readonly load: () => Promise<Action<O>> },
): Command {
  const { load, ...rest } = spec;
  return {
    ...rest,
    // parseArguments has made `args` by this very table.
    start: async (context, args) => (await load())(context, args as unknown as Arguments<O>),
  };
}
