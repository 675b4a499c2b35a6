import type { YamlNode } from '../yaml/node.ts';
import type { Sink } from '../yaml/sink.ts';
import type { Topology } from './model.ts';

export interface CheckContext {
  readonly root: YamlNode;
  readonly sink: Sink;
}

export function checkTopology(_topology: Topology, _context: CheckContext): void {}
