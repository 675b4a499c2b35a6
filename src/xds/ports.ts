import type { NodeGroup, ResourceType } from '../snapshot/model.ts';

/** What the server counts; whoever composes it says where the numbers go. */
export interface XdsMetrics {
  streamOpened(labels: { readonly protocol: 'sotw' | 'delta' }): void;
  streamClosed(labels: { readonly protocol: 'sotw' | 'delta' }): void;
  /** A response was handed to gRPC; `bytes` without framing. */
  push(labels: { readonly type: ResourceType }, bytes: number): void;
  ack(labels: { readonly type: ResourceType }): void;
  nack(labels: { readonly type: ResourceType }): void;
  /** A request could not be decoded, or broke the protocol. */
  badRequest(): void;
}

export const NO_METRICS: XdsMetrics = Object.freeze({
  streamOpened: () => undefined,
  streamClosed: () => undefined,
  push: () => undefined,
  ack: () => undefined,
  nack: () => undefined,
  badRequest: () => undefined,
});

/** The part of the project's logger that this server uses. */
export interface XdsLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** The last stream of a group has accepted a snapshot. */
export interface Convergence {
  /** Of the GroupSnapshot. */
  readonly version: string;
  readonly group: NodeGroup;
  /** Epoch milliseconds. */
  readonly at: number;
}
