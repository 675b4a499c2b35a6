import type { NodeGroup, ResourceType } from '../snapshot/model.ts';

/** What the server counts; whoever composes it says where the numbers go. `times`: how often it happened, default 1. */
export interface XdsMetrics {
  streamOpened(labels: { readonly protocol: 'sotw' | 'delta' }, times?: number): void;
  streamClosed(labels: { readonly protocol: 'sotw' | 'delta' }, times?: number): void;
  /** A response was handed to gRPC; `bytes` without framing, of all of them where it is said of several. */
  push(labels: { readonly type: ResourceType }, bytes: number, times?: number): void;
  ack(labels: { readonly type: ResourceType }, times?: number): void;
  nack(labels: { readonly type: ResourceType }, times?: number): void;
  /** A request could not be decoded, or broke the protocol. */
  badRequest(times?: number): void;
  /** A stream has to wait for its turn: many came at once. */
  streamDelayed(times?: number): void;
  /** Reasons as of `CutReason`, `RefusalReason` and `TransportEvents.asked` in src/grpc. */
  clientCut(labels: { readonly reason: string }, times?: number): void;
  clientRefused(labels: { readonly reason: string }, times?: number): void;
  connectionAsked(labels: { readonly reason: string }, times?: number): void;
}

export const NO_METRICS: XdsMetrics = Object.freeze({
  streamOpened: () => undefined,
  streamClosed: () => undefined,
  push: () => undefined,
  ack: () => undefined,
  nack: () => undefined,
  badRequest: () => undefined,
  streamDelayed: () => undefined,
  clientCut: () => undefined,
  clientRefused: () => undefined,
  connectionAsked: () => undefined,
});

/** The part of the project's logger that this server uses. */
export interface XdsLog {
  /** `info`: what goes to `debug` is not written, and need not be put together. Absent: everything is. */
  readonly level?: string;
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
