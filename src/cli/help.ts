import type { Command, OptionSpec } from './command.ts';
import type { Terminal } from './terminal.ts';

const PROGRAM = 'moniker-cp';

/** How an option is written: `--catalog DIR`. */
export function signature(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  switch (spec.kind) {
    case 'flag':
      return `${short}--${name}`;
    case 'choice':
      return `${short}--${name} ${spec.choices.join('|')}`;
    case 'duration':
      return `${short}--${name} TIME`;
    case 'text':
      if (spec.bare !== undefined) return `${short}--${name} [${spec.value}]`;
      return `${short}--${name} ${spec.value}`;
    default:
      return `${short}--${name} ${spec.value}`;
  }
}

/** What follows a description: the default, the variable, whether it is needed. */
export function remarks(spec: OptionSpec): string {
  const notes = [
    ...(spec.kind === 'text' && spec.required === true ? ['required'] : []),
    ...(spec.kind === 'list' ? ['may be given several times'] : []),
    ...('default' in spec ? [`default ${String(spec.default)}`] : []),
    ...(spec.env === undefined ? [] : [`or ${spec.env}`]),
  ];
  return notes.length === 0 ? '' : ` (${notes.join('; ')})`;
}

export function usageLine(command: Command): string {
  const positional = command.positional;
  const word =
    positional === undefined ? '' : positional.required ? ` ${positional.name}` : ` [${positional.name}]`;
  const required = Object.entries(command.options)
    .filter(([, spec]) => spec.kind === 'text' && spec.required === true)
    .map(([name, spec]) => ` ${signature(name, spec)}`)
    .join('');
  return `${PROGRAM} ${command.name}${required} [options]${word}`;
}

function optionLines(command: Command): readonly string[] {
  const rows = [
    ...Object.entries(command.options).map(([name, spec]) => [
      signature(name, spec),
      spec.description + remarks(spec),
    ]),
    ['-h, --help', 'show this'],
  ];
  const left = Math.min(30, Math.max(...rows.map(([name]) => name?.length ?? 0)));
  return rows.map(([name = '', text = '']) =>
    name.length > left ? `  ${name}\n  ${' '.repeat(left)}  ${text}` : `  ${name.padEnd(left)}  ${text}`,
  );
}

export function printCommandHelp(terminal: Terminal, command: Command): void {
  const heading = (text: string): string => terminal.paint('bold', text);
  terminal.line(`${heading('Usage:')} ${usageLine(command)}`);
  terminal.line();
  for (const paragraph of command.details) terminal.line(`${paragraph}\n`);
  if (command.positional !== undefined) {
    terminal.line(`  ${command.positional.name}  ${command.positional.description}\n`);
  }
  terminal.line(heading('Options:'));
  for (const line of optionLines(command)) terminal.line(line);
  terminal.line();
  terminal.line(heading(command.examples.length === 1 ? 'Example:' : 'Examples:'));
  for (const example of command.examples) {
    terminal.line(`  ${terminal.paint('dim', `# ${example.meaning}`)}`);
    terminal.line(`  ${example.command}`);
  }
}

export function printOverview(terminal: Terminal, commands: readonly Command[]): void {
  const heading = (text: string): string => terminal.paint('bold', text);
  const left = Math.max(...commands.map((command) => command.name.length));
  terminal.line('moniker-cp steers a mesh of Envoy sidecars from catalog YAML and weight files.\n');
  terminal.line(`${heading('Usage:')} ${PROGRAM} COMMAND [options]\n`);
  terminal.line(heading('Commands:'));
  for (const command of commands) terminal.line(`  ${command.name.padEnd(left)}  ${command.summary}`);
  terminal.line();
  terminal.line(`${PROGRAM} COMMAND --help tells a command's options, with examples.`);
  terminal.line('Exit codes: 0 done, 1 diagnostics or a failure, 2 a wrong command line.');
}
