import type { Command, Context } from './command.ts';
import { COMMANDS } from './commands.ts';
import { printCommandHelp, printOverview, usageLine } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { CommandError, EXIT, UsageError } from './usage-error.ts';
import { didYouMean } from '../diagnostics/suggest.ts';

/** `moniker-cp` with these words after it. Returns the exit code; throws only what is a defect of ours. */
export async function run(words: readonly string[], context: Context): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined) {
    printOverview(context.err, COMMANDS);
    return EXIT.usage;
  }
  if (name === '--help' || name === '-h' || name === 'help') return help(context, rest);
  if (name === '--version' || name === '-v') return run(['version', ...rest], context);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) return unknownCommand(context, name);
  return start(command, rest, context);
}

async function start(command: Command, words: readonly string[], context: Context): Promise<number> {
  try {
    const parsed = parseArguments(command, words, context.env);
    if (parsed.kind === 'help') {
      printCommandHelp(context.out, command);
      return EXIT.ok;
    }
    return await command.start(context, parsed.args);
  } catch (error) {
    if (error instanceof UsageError) {
      printError(context, error.message);
      context.err.line(`usage: ${usageLine(command)}`);
      context.err.line(`moniker-cp ${command.name} --help tells more.`);
      return EXIT.usage;
    }
    if (error instanceof CommandError) {
      printError(context, error.message);
      return EXIT.failed;
    }
    throw error;
  }
}

function help(context: Context, words: readonly string[]): number {
  const name = words.find((word) => !word.startsWith('-'));
  if (name === undefined) {
    printOverview(context.out, COMMANDS);
    return EXIT.ok;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) return unknownCommand(context, name);
  printCommandHelp(context.out, command);
  return EXIT.ok;
}

function unknownCommand(context: Context, name: string): number {
  const names = COMMANDS.map((command) => command.name);
  printError(context, `there is no command "${name}".${didYouMean(name, names)}`);
  context.err.line(`commands: ${names.join(', ')}`);
  return EXIT.usage;
}

function printError(context: Context, message: string): void {
  context.err.line(`${context.err.paint('red', 'error:')} ${message}`);
}
