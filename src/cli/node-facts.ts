import type { NodeFacts } from '../snapshot/variants.ts';
import { UsageError } from './usage-error.ts';

interface FactArguments {
  readonly region: string | null;
  readonly zone: string | null;
  readonly label: readonly string[];
  readonly 'node-metadata': readonly string[];
}

/** What a node with these options would say of itself. */
export function nodeFacts(options: FactArguments): NodeFacts {
  const labels = [...labelsOf(options.label)].map(([key, value]) => [`labels.${key}`, value] as const);
  const metadata = options['node-metadata'].map((text) => pairOf('node-metadata', text));
  const { region, zone } = options;
  return {
    locality: { region: region ?? '', zone: zone ?? '', subZone: '' },
    metadata: new Map([...labels, ...metadata]),
  };
}

export function labelsOf(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map((text) => pairOf('label', text)));
}

/** No node's metadata is found at such a path. */
function hasEmptySegment(path: string): boolean {
  return path.split('.').includes('');
}

function pairOf(option: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0 && (option === 'label' || !hasEmptySegment(text.slice(0, at))))
    return [text.slice(0, at), text.slice(at + 1)];
  const example = option === 'label' ? 'tier=canary' : 'moniker.build=0.3.0';
  throw new UsageError(`--${option} is a key and its value such as ${example}, not "${text}"`);
}
