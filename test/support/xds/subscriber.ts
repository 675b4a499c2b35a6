import assert from 'node:assert/strict';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { SessionEvent } from '../../../src/xds/session/session-events.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { snapshotOf } from './mesh.ts';
import { newProcess, Trio } from './trio.ts';
import { decodeResponse, encodeRequest } from './wire.ts';
import type { ClientRequest, ClientResponse } from './wire.ts';

/** Name → content of all secrets that there are. */
export type Secrets = Readonly<Record<string, string>>;

/** What a name stands for: itself, all, or all right below a path. */
export function standsFor(name: string, resource: string): boolean {
  if (name === '*' || name === resource) return true;
  if (!name.endsWith('/*')) return false;
  const folder = name.slice(0, -1);
  return resource.startsWith(folder) && !resource.slice(folder.length).includes('/');
}

/**
 * A delta client of one type that asks for names, globs and everything, and gives them up, over a slow line; and the
 * server. Secrets, since nothing but the subscription decides what of them is sent.
 */
export class Subscriber {
  readonly wanted = new Set<string>();
  readonly held = new Map<string, string>();
  /** Names that the server has said not to exist, or not to stand for anything. */
  readonly absent = new Set<string>();
  /** Content of what is held. */
  readonly #contents = new Map<string, string>();
  #published: GroupSnapshot;
  #secrets: Secrets = {};
  #shared = newProcess();
  #session: Trio;
  #toClient: Buffer[] = [];
  #toServer: Buffer[] = [];
  #begun = false;
  received = 0;

  constructor(secrets: Secrets) {
    this.#published = meshOf(secrets);
    this.#secrets = secrets;
    this.#session = this.#connect();
  }

  #connect(): Trio {
    this.#toClient = [];
    this.#toServer = [];
    this.#begun = false;
    this.#session = new Trio(this.#shared, { protocol: 'delta', timings: DEFAULT_TIMINGS });
    if (this.wanted.size > 0)
      this.#say({ subscribe: [...this.wanted], initial: Object.fromEntries(this.held) });
    return this.#session;
  }

  reconnect(restart: boolean): void {
    if (restart) this.#shared = newProcess();
    // What it has given up it no longer holds, and what it was told of others may have changed meanwhile.
    this.absent.clear();
    this.#connect();
  }

  #say(request: ClientRequest): void {
    const node = this.#begun ? {} : { node: { id: 'n', cluster: 'svc' } };
    this.#begun = true;
    this.#toServer.push(encodeRequest('delta', { ...node, typeUrl: TYPE_URLS.sds, ...request }));
  }

  subscribe(name: string): void {
    this.wanted.add(name);
    this.absent.delete(name);
    this.#say({ subscribe: [name] });
  }

  unsubscribe(name: string): void {
    if (!this.#begun) return;
    this.wanted.delete(name);
    this.#say({ unsubscribe: [name] });
    for (const one of [...this.held.keys()]) if (!this.wants(one)) this.#drop(one);
  }

  wants(resource: string): boolean {
    return [...this.wanted].some((name) => standsFor(name, resource));
  }

  publish(secrets: Secrets): void {
    this.#secrets = secrets;
    this.#published = meshOf(secrets);
    if (this.#session.state.service === 'known') this.#step({ kind: 'snapshot', snapshot: this.#published });
  }

  #step(event: SessionEvent): void {
    for (const effect of this.#session.step(event, 0)) {
      if (effect.kind === 'send') this.#toClient.push(effect.bytes);
      else if (effect.kind === 'fail') assert.fail(effect.message);
    }
  }

  serverReads(): boolean {
    const bytes = this.#toServer.shift();
    if (!bytes) return false;
    const request = this.#shared.requests.delta.decode(bytes, this.#session.wantsNode);
    this.#step({ kind: 'request', request });
    if (this.#session.state.service === 'waiting')
      this.#step({ kind: 'snapshot', snapshot: this.#published });
    return true;
  }

  clientReads(): boolean {
    const bytes = this.#toClient.shift();
    if (!bytes) return false;
    this.received += 1;
    this.#take(decodeResponse('delta', bytes));
    return true;
  }

  #take({ resources, removed, nonce }: ClientResponse): void {
    const names = [...resources.map(({ name }) => name), ...removed];
    assert.equal(new Set(names).size, names.length, `a name twice in one response: ${names.join()}`);
    for (const { name, version, any } of resources) {
      // What was given up meanwhile may have been on its way.
      if (!this.wants(name)) continue;
      this.held.set(name, version);
      this.#contents.set(name, new TextDecoder().decode(any));
      this.absent.delete(name);
    }
    for (const name of removed) {
      this.#drop(name);
      if (this.wanted.has(name)) this.absent.add(name);
    }
    this.#say({ nonce });
  }

  #drop(name: string): void {
    this.held.delete(name);
    this.#contents.delete(name);
  }

  settle(): void {
    for (let steps = 0; this.serverReads() || this.clientReads(); steps += 1)
      assert.ok(steps < 1_000, 'the two never come to rest');
  }

  /** The client holds what it wants of what there is, and knows of the rest that there is none. */
  assertSettled(): void {
    const expected = Object.entries(this.#secrets).filter(([name]) => this.wants(name));
    assert.deepEqual(
      [...this.#contents].sort(),
      expected.map(([name, content]) => [name, `sds:${name}:${content}`]).sort(),
    );
    for (const name of this.wanted) {
      const answered =
        name === '*' || this.absent.has(name) || [...this.held.keys()].some((one) => standsFor(name, one));
      assert.ok(answered, `${name} was asked for and never answered`);
    }
  }
}

function meshOf(secrets: Secrets): GroupSnapshot {
  return snapshotOf({ targets: {}, listeners: {}, extra: { sds: secrets } });
}
