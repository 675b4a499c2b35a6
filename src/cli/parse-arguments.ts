import { parseArgs } from 'node:util';
import { withBareValues } from '../config/bare-options.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Arguments, Command, OptionSpec, OptionTable } from './command.ts';
import { parseDuration } from './duration.ts';
import { UsageError } from './usage-error.ts';

export type Parsed =
  { readonly kind: 'help' } | { readonly kind: 'run'; readonly args: Arguments<OptionTable> };

type Raw = Map<string, string[]>;

/** Words after the command's name, by its table. Throws a UsageError that names the word at fault. */
export function parseArguments(
  command: Command,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Parsed {
  const { raw, positionals } = tokens(command, words);
  if (raw.has('help')) return { kind: 'help' };
  const positional = onePositional(command, positionals);
  const options: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(command.options)) {
    options[name] = valueOf(name, spec, fromEnvironment(raw, name, { spec, env }));
  }
  return { kind: 'run', args: { options: options as Arguments<OptionTable>['options'], positional, words } };
}

interface Given {
  /** `--port`, or the environment variable: where a message says the value came from. */
  readonly source: string;
  readonly values: readonly string[];
}

function tokens(command: Command, words: readonly string[]): { raw: Raw; positionals: string[] } {
  const table: OptionTable = { ...command.options, help: { kind: 'flag', short: 'h', description: '' } };
  const { tokens } = parseArgs({
    args: [...withBareValues(words, bareOptions(table))],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, parserOption(spec)])),
  });
  const raw: Raw = new Map();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, Object.keys(table));
    checkToken(spec, token);
    const values = raw.get(token.name) ?? [];
    if (values.length > 0 && spec.kind !== 'list' && spec.kind !== 'flag') {
      throw new UsageError(`--${token.name} is given twice`);
    }
    raw.set(token.name, [...values, token.value ?? '']);
  }
  return { raw, positionals };
}

function bareOptions(table: OptionTable): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([name, spec]) =>
      spec.kind === 'text' && spec.bare !== undefined ? [[name, spec.bare]] : [],
    ),
  );
}

function parserOption(spec: OptionSpec): { type: 'boolean' | 'string'; short?: string } {
  return {
    type: spec.kind === 'flag' ? 'boolean' : 'string',
    ...(spec.short !== undefined && { short: spec.short }),
  };
}

function unknownOption(rawName: string, names: readonly string[]): UsageError {
  const dashed = names.map((name) => `--${name}`);
  return new UsageError(`there is no option ${rawName}.${didYouMean(rawName, dashed)}`);
}

function checkToken(
  spec: OptionSpec,
  token: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
): void {
  if (spec.kind === 'flag') {
    if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
    return;
  }
  // `--catalog --json` forgets the value; one that starts with a dash, but is no number, is written `--name=-value`.
  const swallowed = token.inlineValue !== true && /^-[^\d.]/.test(token.value ?? '');
  if (token.value === undefined || token.value === '' || swallowed) {
    throw new UsageError(`${token.rawName} needs a value`);
  }
}

function onePositional(command: Command, given: readonly string[]): string | null {
  const spec = command.positional;
  const [first, ...more] = given;
  const surplus = spec === undefined ? first : more[0];
  if (surplus !== undefined) throw new UsageError(`unexpected argument "${surplus}"`);
  if (first === undefined && spec?.required === true) throw new UsageError(`${spec.name} is missing`);
  return first ?? null;
}

function fromEnvironment(
  raw: Raw,
  name: string,
  from: { readonly spec: OptionSpec; readonly env: Readonly<Record<string, string | undefined>> },
): Given {
  const given = raw.get(name);
  if (given !== undefined) return { source: `--${name}`, values: given };
  const variable = from.spec.env;
  const value = variable === undefined ? undefined : from.env[variable];
  if (variable === undefined || value === undefined || value === '') return { source: '', values: [] };
  return { source: variable, values: [value] };
}

function valueOf(name: string, spec: OptionSpec, given: Given): unknown {
  const [value] = given.values;
  switch (spec.kind) {
    case 'flag':
      return value !== undefined && (given.source === `--${name}` || /^(1|true|yes)$/i.test(value));
    case 'list':
      return given.values;
    case 'text':
      if (value === undefined && spec.required === true) throw new UsageError(`--${name} is missing`);
      return value ?? spec.default ?? null;
    case 'choice':
      return value === undefined ? (spec.default ?? null) : choice(spec.choices, value, given.source);
    case 'duration': {
      const text = value ?? spec.default;
      return text === undefined ? null : duration(text, given.source);
    }
    case 'integer':
      return value === undefined ? (spec.default ?? null) : integer(spec, value, given.source);
  }
}

function choice(choices: readonly string[], value: string, source: string): string {
  if (choices.includes(value)) return value;
  throw new UsageError(
    `${source} is one of ${choices.join(', ')}, not "${value}".${didYouMean(value, choices)}`,
  );
}

function duration(text: string, source: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null) return milliseconds;
  throw new UsageError(`${source} is a duration such as 500ms, 30s or 2m, not "${text}"`);
}

function integer(
  spec: { readonly min: number; readonly max: number },
  value: string,
  source: string,
): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (number >= spec.min && number <= spec.max) return number;
  throw new UsageError(`${source} is a whole number from ${spec.min} to ${spec.max}, not "${value}"`);
}
