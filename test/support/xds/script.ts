import assert from 'node:assert/strict';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { ResourceType } from '../../../src/snapshot/model.ts';
import type { Line, Protocol } from './line.ts';
import { snapshotOf } from './mesh.ts';
import type { MeshSpec } from './mesh.ts';
import { decodeResponse, encodeRequest, readResource, readRuntime } from './wire.ts';
import type { ClientRequest, ClientResponse } from './wire.ts';

/**
 * A conversation as text, one step a line:
 *
 *     publish {mesh}              the pipeline publishes (JSON of a MeshSpec); `publish gone`: no such service
 *     stream sotw|delta           the client opens a stream (and forgets its nonces, not its resources)
 *     replica                     another server process takes over
 *     lifetimes                   one whose resources have a lifetime, which heartbeats prolong
 *     > cds names=a,b error=text  a request; `initial=held` lists what the client holds; `nonce=last|older`
 *     ack cds names=a,b           the request that accepts the newest response of the type
 *     nack cds error=a_text       the one that rejects it (`_` is a space)
 *     < cds a/v1@0 -gone          the next response: resources as name@content, removals with a minus; `~` behind a
 *                                 resource with a lifetime, which has no content in a heartbeat. Heartbeats come when
 *                                 they like: one that says the same again is passed over.
 *     silence                     the server has nothing to say
 *     state SYNCED                what the fleet shows
 */
export async function play(script: string, line: Line): Promise<void> {
  const client = new ScriptClient(line);
  for (const [index, raw] of script.split('\n').entries()) {
    const step = raw.replace(/(^|\s)#.*$/, '').trim();
    if (step === '') continue;
    try {
      await client.step(step);
    } catch (error) {
      throw new Error(
        `line ${index + 1}: ${step}\n${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}

class ScriptClient {
  readonly #line: Line;
  #protocol: Protocol = 'sotw';
  #named = false;
  readonly #nonces = new Map<ResourceType, string[]>();
  readonly #versions = new Map<ResourceType, string>();
  readonly #said = new Map<ResourceType, string>();
  readonly #held = new Map<ResourceType, Map<string, string>>();

  constructor(line: Line) {
    this.#line = line;
  }

  async step(step: string): Promise<void> {
    const [verb = '', ...words] = step.split(/\s+/);
    switch (verb) {
      case 'publish': {
        const mesh = step.slice('publish'.length).trim();
        await this.#line.publish(mesh === 'gone' ? null : snapshotOf(JSON.parse(mesh) as MeshSpec));
        return;
      }
      case 'stream':
        this.#protocol = words[0] === 'delta' ? 'delta' : 'sotw';
        this.#named = false;
        this.#nonces.clear();
        this.#line.open(this.#protocol);
        return;
      case 'replica':
        await this.#line.replace();
        return;
      case '>':
      case 'ack':
      case 'nack':
        this.#request(verb, words);
        return;
      case 'lifetimes':
        await this.#line.letExpire();
        return;
      case '<':
        await this.#expect(words.join(' '));
        return;
      case 'silence':
        await this.#line.silence();
        return;
      case 'state':
        assert.equal(await this.#line.state(words[0] ?? ''), words[0]);
        return;
      default:
        throw new Error(`no such step: ${verb}`);
    }
  }

  async #expect(wanted: string): Promise<void> {
    for (;;) {
      const { text, heartbeat } = await this.#response();
      if (text === wanted || !heartbeat) {
        assert.equal(text, wanted);
        return;
      }
    }
  }

  #request(verb: string, [word = '', ...rest]: string[]): void {
    const type = resourceType(word);
    const options = new Map(rest.map((one) => [one.split('=')[0] ?? '', one.slice(one.indexOf('=') + 1)]));
    const list = (name: string): string[] => (options.get(name) ?? '').split(',').filter((one) => one !== '');
    const nonces = this.#nonces.get(type) ?? [];
    const nonce = verb !== '>' || options.get('nonce') === 'last' ? nonces.at(-1) : undefined;
    const older = options.get('nonce') === 'older' ? nonces.at(-2) : undefined;
    const version = this.#versions.get(type);
    const held = Object.fromEntries(this.#held.get(type) ?? []);
    const request: ClientRequest = {
      ...(this.#named ? {} : { node: { id: 'n', cluster: 'svc' } }),
      typeUrl: TYPE_URLS[type],
      nonce: nonce ?? older ?? '',
      names: this.#protocol === 'sotw' ? list('names') : [],
      subscribe: list('subscribe'),
      unsubscribe: list('unsubscribe'),
      ...(verb === 'nack' ? { error: (options.get('error') ?? 'rejected').replaceAll('_', ' ') } : {}),
      ...(version !== undefined && verb !== 'nack' && this.#protocol === 'sotw' ? { version } : {}),
      ...(options.get('initial') === 'held' ? { initial: held } : {}),
    };
    this.#named = true;
    this.#line.send(encodeRequest(this.#protocol, request));
  }

  async #response(): Promise<{ readonly text: string; readonly heartbeat: boolean }> {
    const response = decodeResponse(this.#protocol, await this.#line.receive());
    const { type } = response;
    if (!type) throw new Error(`a response of an unknown type ${response.typeUrl}`);
    this.#nonces.set(type, [...(this.#nonces.get(type) ?? []), response.nonce]);
    this.#versions.set(type, response.version);
    const held = this.#held.get(type) ?? new Map<string, string>();
    this.#held.set(type, held);
    for (const one of response.resources) held.set(nameOf(one), one.version);
    for (const name of response.removed) held.delete(name);
    const text = describeResponse(type, response);
    const beats = response.resources.every(({ any, ttl }) => any.length === 0 && ttl !== undefined);
    const again = text === this.#said.get(type) && response.resources.some(({ ttl }) => ttl !== undefined);
    this.#said.set(type, text);
    return { text, heartbeat: again || (beats && response.resources.length > 0) };
  }
}

function describeResponse(type: ResourceType, response: ClientResponse): string {
  const items = response.resources.map(({ name: plain, any, ttl }) => {
    const mark = ttl === undefined ? '' : '~';
    if (any.length === 0) return `${plain}${mark}`;
    const { name, content } = readResource(any);
    if (type !== 'rtds') return `${name}@${content}${mark}`;
    const numbers = [...readRuntime(any)].map(
      ([key, value]) => `${key.replace(/^split\.[^.]+\./, '')}=${value}`,
    );
    return `${name}(${numbers.join(';')})`;
  });
  return [type, ...items.sort(), ...response.removed.map((name) => `-${name}`).sort()].join(' ');
}

/** Heartbeats and names without a resource have no content that would tell it. */
function nameOf({ name, any }: ClientResponse['resources'][number]): string {
  return any.length === 0 ? name : readResource(any).name;
}

function resourceType(word: string): ResourceType {
  const type = (Object.keys(TYPE_URLS) as ResourceType[]).find((one) => one === word);
  if (!type) throw new Error(`no such type: ${word}`);
  return type;
}
