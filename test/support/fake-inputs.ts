import type { Catalog, CatalogEntry } from '../../src/catalog/model.ts';
import { diagnostic } from '../../src/diagnostics/create.ts';
import type { Endpoints } from '../../src/endpoints/model.ts';
import type { Parsers } from '../../src/pipeline/candidate.ts';
import { textContent } from '../../src/pipeline/files.ts';
import type { FileContent } from '../../src/pipeline/files.ts';
import type { Topology } from '../../src/topology/model.ts';
import { emptyTopology } from '../../src/topology/parse.ts';
import type { Rollout } from '../../src/weights/model.ts';
import type { Parsed } from '../../src/yaml/parsed.ts';

/**
 * Parsers of a language of words, so that the state of the inputs is tested without YAML. A text with the word `bad`
 * has an error. mesh.yaml: names of catalogs; `+name` is a service. A catalog: its keys; `key:type` binds one.
 * endpoints.yaml: `target:2` has two endpoints. A rollout: its target.
 */
export const FAKE_PARSERS: Parsers = {
  topology: (file, text) =>
    read(file, text, (words): Topology => {
      const names = words.filter((word) => !word.startsWith('+'));
      const services = words.filter((word) => word.startsWith('+')).map((word) => word.slice(1));
      const at = { file, line: 1, column: 1 };
      const model = {
        file,
        catalogs: names.map((name) => ({ file: name, hierarchy: 'slash', at })),
        services: new Map(
          services.map((name) => [name, { name, kind: 'service', at, calls: [], stable: null }]),
        ),
        adapters: new Map(),
        edge: null,
        monikers: emptyTopology(file).monikers,
      };
      return model as unknown as Topology;
    }),
  catalog: (file, text) =>
    read(file, text, (words): Catalog => {
      const entries = words.map((word): [string, CatalogEntry] => {
        const [key = '', sourceType = null] = word.split(':');
        return [key, { key, domain: null, sourceType, status: null, successor: null, line: 1, column: 1 }];
      });
      return { file, entries: new Map(entries) };
    }),
  endpoints: (file, text) =>
    read(file, text, (words): Endpoints => {
      const at = { file, line: 1, column: 1 };
      const targets = words.map((word) => {
        const [target = '', count = '1'] = word.split(':');
        const endpoints = Array.from({ length: Number(count) }, (_, index) => ({
          address: `10.0.0.${index + 1}`,
          port: 80,
          version: null,
          zone: null,
          weight: null,
          at,
        }));
        return [target, { target, at, endpoints }] as const;
      });
      return { file, targets: new Map(targets) };
    }),
  rollout: (file, text) =>
    read(file, text, ([target = '', version = 'v1']): Rollout => {
      const at = { file, line: 1, column: 1 };
      const weights = [{ version, weight: 1, at }];
      return {
        file,
        target,
        targetAt: at,
        weights,
        weightsAt: at,
        overrides: [],
        sticky: false,
        stickyAt: at,
      };
    }),
};

function read<T>(file: string, text: string, make: (words: readonly string[]) => T): Parsed<T> {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (!words.includes('bad')) return { model: make(words), draft: null, diagnostics: [] };
  const at = { file, line: 1, column: 1 };
  return {
    model: null,
    draft: null,
    diagnostics: [diagnostic('MCP1001', { at, path: '', message: 'a bad word' })],
  };
}

/** `{file: text}` → changes; null is a missing file. */
export function contents(files: Readonly<Record<string, string | null>>): ReadonlyMap<string, FileContent> {
  return new Map(
    Object.entries(files).map(([file, text]) => [
      file,
      text === null ? { kind: 'missing' } : textContent(text),
    ]),
  );
}

export const range = (from: number, to: number, prefix = 'k'): string =>
  Array.from({ length: to - from }, (_, index) => `${prefix}${from + index}`).join(' ');
