import { hash } from 'node:crypto';
import type { GroupSnapshot, Resource, ResourceSet } from '../../snapshot/model.ts';
import type { DiscoveryRequest } from '../wire/request.ts';
import { encodeRenamed } from '../wire/resources.ts';

/** `gRPC C-core`, `gRPC Go`, `gRPC Java`, `gRPC Node Pure JS`. */
const LIBRARY = /^grpc\b/i;

/**
 * Is it a gRPC application without a sidecar? Told by a stream's first request, whichever type it asks for: after a
 * reconnect any may come first. The libraries speak the state-of-the-world variant and ask by name for everything.
 */
export function isProxyless(request: DiscoveryRequest): boolean {
  if (request.protocol !== 'sotw' || !LIBRARY.test(request.node?.userAgentName ?? '')) return false;
  return request.names.length > 0 && !request.names.includes('*');
}

const PORT_FORM = /^(.+):([1-9]\d{0,4})$/;

/**
 * Listeners that are found under their names with any port behind, too. A library looks its listener up by what the
 * application dialled, to the letter, so that each form is a resource of its own, made when it is asked for.
 */
class PortForms extends Map<string, Resource> {
  override get(name: string): Resource | undefined {
    const own = super.get(name) ?? this.#plain(name);
    return own === undefined || own.name === name ? own : renamed(own, name);
  }

  override has(name: string): boolean {
    return super.has(name) || this.#plain(name) !== undefined;
  }

  #plain(name: string): Resource | undefined {
    const [, plain = '', port = ''] = PORT_FORM.exec(name) ?? [];
    return Number(port) < 65_536 ? super.get(plain) : undefined;
  }
}

function renamed(resource: Resource, name: string): Resource {
  const any = encodeRenamed(resource.any, name);
  return { ...resource, name, any, version: hash('sha256', any, 'hex').slice(0, 16) };
}

/** By set, so that streams of a group go on sharing what they want of it. */
const forms = new WeakMap<ResourceSet, ResourceSet>();

/** The snapshot with the `:port` forms of its listeners, where the group is one of proxyless applications. */
export function withPortForms(snapshot: GroupSnapshot): GroupSnapshot {
  if (snapshot.group.client !== 'proxyless') return snapshot;
  const { lds } = snapshot.sets;
  let formed = forms.get(lds);
  if (!formed) forms.set(lds, (formed = { ...lds, byName: new PortForms(lds.byName) }));
  return { ...snapshot, sets: { ...snapshot.sets, lds: formed } };
}
