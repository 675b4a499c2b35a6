import { contentHash, Memo } from '../../src/compile/memo.ts';
import type { Engine, EngineAnswer, EngineUpdate } from '../../src/pipeline/engine.ts';
import { defaultGroup, isDefaultGroup } from '../../src/snapshot/groups.ts';
import { encodeAny } from '../../src/proto/codec.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type {
  CompiledType,
  GroupSnapshot,
  NodeGroup,
  Resource,
  ResourceSet,
} from '../../src/snapshot/model.ts';
import { NO_VARIANTS } from '../../src/snapshot/variants.ts';
import { bumped } from './bump.ts';
import { COMPILED, readDump } from './dump.ts';
import type { Message } from './dump.ts';

/** In place of mesh.yaml: `{"dump": PATH, "services": [NAME]}`. */
export interface DumpInput {
  readonly dump: string;
  readonly services: readonly string[];
}

/** In place of a weight file, so that it goes the fast lane as weights do. */
export const BUMP_FILE = 'rollouts/bump.yaml';

export interface BumpInput {
  readonly type: CompiledType;
  readonly value: number;
}

type Sets = Readonly<Record<CompiledType, ResourceSet>>;

/**
 * Stands where parsers and compiler stand in the daemon: its inputs are a dump and changes of one field. Each change
 * is made in the JSON of what changes; encoding, hashing and the sets are what the compiler uses for them.
 */
export function createDumpEngine(): Engine {
  let services: readonly string[] = [];
  let messages: readonly Message[] = [];
  let memo = new Memo();
  const encoded = new WeakMap<Message, Resource>();
  let sets: Sets | null = null;
  /** Of which something has changed. */
  let changed: CompiledType | 'all' | null = 'all';

  const encode = (of: Message): Resource => {
    const known = encoded.get(of);
    if (known !== undefined) return known;
    const { type, name, message, references, original } = of;
    const any = original ?? encodeAny({ '@type': TYPE_URLS[type], ...message });
    const resource = { type, name, version: contentHash(any), any, references };
    encoded.set(of, resource);
    return resource;
  };
  const encodeAll = (): void => {
    memo = new Memo(memo);
    const ofType = (type: CompiledType): ResourceSet =>
      sets !== null && changed !== 'all' && changed !== type
        ? sets[type]
        : memo.set(type, messages.filter((message) => message.type === type).map(encode));
    sets = { lds: ofType('lds'), rds: ofType('rds'), cds: ofType('cds'), eds: ofType('eds') };
  };
  const group = (of: NodeGroup): GroupSnapshot | null => {
    if (sets === null || !services.includes(of.service)) return null;
    const versions = COMPILED.map((type) => sets?.[type].version);
    return { group: of, version: contentHash(versions.join()), sets, splits: [] };
  };
  const take = (file: string, text: string): void => {
    if (file !== BUMP_FILE) {
      const input = JSON.parse(text) as DumpInput;
      [services, messages, changed] = [input.services, readDump(input.dump), 'all'];
      return;
    }
    const { type, value } = JSON.parse(text) as BumpInput;
    const newer = bumped(type, messages, value);
    if (newer === null) return;
    messages = messages.map((one) => (one.type === type && one.name === newer.name ? newer : one));
    changed = changed === null || changed === type ? type : 'all';
  };

  return {
    update({ changes, groups, plain = [] }: EngineUpdate): EngineAnswer {
      const started = performance.now();
      for (const [file, content] of changes) if (content.kind === 'text') take(file, content.text);
      const parsed = performance.now();
      encodeAll();
      changed = null;
      const asked = groups.filter((one) => !isDefaultGroup(one));
      const compiled = [...services.map(defaultGroup), ...asked].map(group).filter((one) => one !== null);
      return {
        needs: [],
        catalogs: [],
        status: { inputs: [], diagnostics: [], joinRefused: false, restored: false },
        accepted: [],
        publication: {
          version: contentHash(compiled.map(({ version }) => version).join()),
          services,
          withoutSidecar: [],
          counts: {
            keys: 0,
            boundKeys: 0,
            services: services.length,
            adapters: 0,
            rollouts: 0,
            endpoints: 0,
          },
          variants: NO_VARIANTS,
          onRejected: 'hold',
          knownVersions: new Map(),
          groups: compiled,
          plainRoutes: plain.flatMap((of) => {
            const rds = group(of)?.sets.rds;
            return rds === undefined ? [] : [{ group: of, rds }];
          }),
        },
        seconds: { parse: (parsed - started) / 1_000, compile: (performance.now() - parsed) / 1_000 },
      };
    },
    restore() {
      throw new Error('a dump has no last-good file');
    },
    group,
    plainRoutes: (of) => group(of)?.sets.rds ?? null,
    refusals: () => [],
    origins: () => [],
    proved: () => undefined,
    lastGood: () => null,
  };
}
