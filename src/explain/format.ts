import type { Explanation, Rule } from './model.ts';

const REASONS: Readonly<Record<Rule['kind'], string>> = {
  override: 'an override of a weight file takes it',
  group: 'a group of mesh.yaml pins the version',
  weights: 'shared by a weight file',
  stable: 'the stable version takes all, as no weight file names the target',
  unbound: 'no catalog key binds this moniker',
  withoutAdapter: 'no adapter serves the source type of this key',
  service: 'the target has no versions',
};

function reasonOf({ kind, name }: Rule): string {
  return name === undefined ? REASONS[kind] : `the group "${name}" of mesh.yaml pins the version`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function row(label: string, value: string): string {
  return `${label.padEnd(10)} ${value}\n`;
}

/** Lines for a person: what becomes of the request, then why. Ends with a line break. */
export function formatExplanation(explanation: Explanation): string {
  const { path, key, catalogStatus, domain, sourceType, adapter, rule, response, clusters } = explanation;
  let text = `${path}\n`;
  if (response !== null) {
    text += row('  answer', `${response.status}, by the sidecar itself ${response.body.trim()}`.trimEnd());
  }
  for (const { name, share } of clusters) text += row('  goes to', `${name}  ${percent(share)}`);
  if (key !== null)
    text += row(
      '  key',
      `${key} (${[sourceType, catalogStatus].filter((word) => word !== null).join(', ')})`,
    );
  else if (catalogStatus !== null && rule?.kind === 'unbound') {
    text += row('  key', `none; the nearest catalog key binds no source (${catalogStatus})`);
  }
  if (domain !== null) text += row('  domain', domain);
  if (adapter !== null) text += row('  adapter', adapter);
  if (rule !== null) text += row('  because', `${reasonOf(rule)} (${rule.file}:${rule.line})`);
  else if (response !== null)
    text += row(
      '  because',
      response.status === 400 ? 'Envoy refuses such a path' : 'no host or route takes it',
    );
  return text;
}
