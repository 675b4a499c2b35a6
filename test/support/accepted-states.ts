import type { Accepted } from '../../src/delivery/accepted-format.ts';
import { resource, resourceSet, snapshotOf } from './xds/mesh.ts';

/** Two services' snapshots, a secret among them, and a verdict; each number gives others. */
export function acceptedState(revision: number): Accepted {
  const spec = {
    targets: { a: { v1: 10_000 } },
    listeners: { one: 'a' },
    clusterRevisions: { 'a/v1': revision },
  };
  const sds = resourceSet([{ ...resource('cds', 'secret', { content: 'hunter2' }), type: 'sds' }]);
  const ecds = resourceSet([{ ...resource('cds', 'filter', { content: String(revision) }), type: 'ecds' }]);
  const groups = ['svc', 'other'].map((service) => ({ ...snapshotOf(spec, service), extra: { sds, ecds } }));
  const fault = { type: 'cds', batch: new Map([['a/v1', String(revision)]]), error: 'bad' } as const;
  return { groups, verdicts: [{ fault, envoy: '1.40', service: 'svc', by: ['n1'], since: revision }] };
}
