import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compile } from '../src/compile/compile.ts';
import type { CompiledMesh } from '../src/compile/compile.ts';
import type { CompileInputs } from '../src/compile/model.ts';
import { createDecoder, createEncoder } from '../src/pipeline/wire.ts';
import type { GroupSnapshot, NodeGroup } from '../src/snapshot/model.ts';
import { NO_VARIANTS } from '../src/snapshot/variants.ts';
import { groupOf, inputsOf } from '../test/support/compile.ts';
import { catalogText, meshTexts } from './mesh-texts.ts';
import type { BenchRow, Suite, SuiteOptions } from './row.ts';

const KEYS = 10_000;
const NODES = 1_000;
const SERVICE = 'gateway';
const ZONES = ['a', 'b', 'c'];

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Heap and buffers that are in use after a collection. */
function inUse(): number {
  // Buffers are let go of by the collection after that of their owners.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Every endpoint in three zones. */
function zoned(endpoints: string): string {
  return endpoints.replaceAll(/^ {2}- \{(.*), port: 80(.*)\}$/gm, (_, address: string, rest: string) =>
    ZONES.map((zone, i) => `  - {${address}, port: ${80 + i}${rest}, zone: ${zone}}`).join('\n'),
  );
}

function filesOf(turn: number): Readonly<Record<string, string>> {
  const texts = Object.fromEntries(meshTexts(KEYS));
  return {
    ...texts,
    'mesh.yaml': `defaults: {zonePreference: failover}\n${texts['mesh.yaml'] ?? ''}`,
    'endpoints.yaml': zoned(texts['endpoints.yaml'] ?? ''),
    'catalog.yaml': catalogText(KEYS, turn),
  };
}

const OWN_PORTS: readonly NodeGroup[] = Array.from({ length: NODES }, (_, i) =>
  groupOf(SERVICE, { inboundPort: 20_000 + i, egressPort: 30_000 + i, edgePort: 40_000 + i }),
);

function make(compiled: CompiledMesh, groups: readonly NodeGroup[]): readonly GroupSnapshot[] {
  return groups.map((group) => compiled.group(group)).filter((snapshot) => snapshot !== null);
}

function prepared(inputs: CompileInputs, previous?: CompiledMesh): CompiledMesh {
  const compiled = compile(inputs, previous);
  make(
    compiled,
    compiled.services.map((service) => groupOf(service)),
  );
  return compiled;
}

/** Bytes of the resources that a group does not have in common with the default group. */
function ownBytes(snapshot: GroupSnapshot, common: GroupSnapshot): number {
  const shared = new Set(Object.values(common.sets).flatMap(({ byName }) => [...byName.values()]));
  const all = Object.values(snapshot.sets).flatMap(({ byName }) => [...byName.values()]);
  return all.filter((one) => !shared.has(one)).reduce((sum, { any }) => sum + any.length, 0);
}

/** What the main thread holds of the groups: decoded from what crosses, as a message is. */
function crossed(defaults: readonly GroupSnapshot[], groups: readonly GroupSnapshot[]): number {
  const [encoder, decoder] = [createEncoder(), createDecoder()];
  const counts = { keys: KEYS, boundKeys: KEYS, services: 0, adapters: 0, rollouts: 0, endpoints: 0 };
  const facts = { withoutSidecar: [], counts, knownVersions: new Map(), variants: NO_VARIANTS };
  const publication = {
    ...facts,
    version: '',
    services: [],
    onRejected: 'hold' as const,
    groups: defaults,
    plainRoutes: [],
  };
  const published = decoder.publication(structuredClone(encoder.publication(publication).wire));
  const before = inUse();
  const held = groups.map((snapshot) => decoder.group(structuredClone(encoder.group(snapshot).wire)));
  const bytes = inUse() - before;
  if (held.length + published.groups.length !== groups.length + defaults.length) throw new Error('lost');
  return bytes;
}

function measure(progress: (text: string) => void, { quick }: SuiteOptions): readonly BenchRow[] {
  const groups = quick ? OWN_PORTS.slice(0, 100) : OWN_PORTS;
  const [first, second] = [inputsOf(filesOf(0)), inputsOf(filesOf(1))];
  // Whatever is compiled lazily is made here, so that the figures are those of a daemon that has run for a while.
  make(prepared(second), groups);
  progress(`${groups.length} nodes with ports of their own, ${KEYS} keys`);
  const compiled = prepared(first);
  const defaults = make(
    compiled,
    compiled.services.map((service) => groupOf(service)),
  );
  const before = inUse();
  let made: readonly GroupSnapshot[] = [];
  const cpu = cpuMs(() => {
    made = make(compiled, groups);
  });
  const kept = inUse() - before;
  const next = prepared(second, compiled);
  const again = cpuMs(() => {
    make(next, groups);
  });
  const common = compiled.group(groupOf(SERVICE));
  const [one] = made;
  if (common === null || one === undefined) throw new Error('nothing was compiled');
  progress('zones');
  const zones = ZONES.map((zone) => ({ ...groupOf(SERVICE), variant: `zone=${zone}` }));
  const fresh = prepared(first);
  const zoneCpu = cpuMs(() => {
    make(fresh, zones);
  });
  const everywhere = make(fresh, [groupOf(SERVICE)])[0] ?? common;
  const zoneBytes = make(fresh, zones).map((snapshot) => ownBytes(snapshot, everywhere));
  const each = (sum: number): number => sum / groups.length;
  return [
    { name: 'a node with ports of its own: CPU to compile it', measured: each(cpu), unit: 'ms', bound: 2 },
    { name: 'the same after an edit of the catalog', measured: each(again), unit: 'ms', bound: 2 },
    { name: 'memory of it on the compile thread', measured: each(kept) / 1024, unit: 'KiB', bound: 64 },
    {
      name: 'memory of it on the main thread',
      measured: each(crossed(defaults, made)) / 1024,
      unit: 'KiB',
      bound: 64,
    },
    {
      name: 'bytes of resources that only it has',
      measured: ownBytes(one, common),
      unit: 'bytes',
      bound: null,
    },
    {
      name: 'bytes of resources that it shares',
      measured: sharedBytes(common, one),
      unit: 'bytes',
      bound: null,
    },
    {
      name: 'a zone of a service: CPU to compile it',
      measured: zoneCpu / zones.length,
      unit: 'ms',
      bound: 10,
    },
    {
      name: 'bytes of resources that only a zone has',
      measured: Math.max(...zoneBytes),
      unit: 'bytes',
      bound: null,
    },
  ];
}

function sharedBytes(a: GroupSnapshot, b: GroupSnapshot): number {
  const all = Object.values(a.sets).flatMap(({ byName }) => [...byName.values()]);
  return all.reduce((sum, { any }) => sum + any.length, 0) - ownBytes(a, b);
}

export const GROUPS: Suite = {
  key: 'groups',
  title: 'What a group of nodes costs',
  method:
    `A mesh of ${KEYS} keys. ${NODES} sidecars of one service have ports of their own, so that each is a group; then ` +
    'sidecars of one service in three zones that are preferred. CPU of this process, and its heap and buffers after ' +
    'collections. What two groups have in common is one object.',
  run: (progress, options) => Promise.resolve(measure(progress, options)),
};
