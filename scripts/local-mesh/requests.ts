import { Agent } from 'node:http';
import type { WhoAmI } from '../stub-app/stub.ts';
import { rawRequest, type RawResponse } from './http.ts';
import { sendOne, type LoadRequest } from './load.ts';
import { HOSTS, PORTS } from './plan.ts';
import type { Subnet } from './subnet.ts';

/** What came back of one request through a sidecar. */
export interface Answer extends RawResponse {
  /** The stub that answered (`snowflake/v1`), or null if Envoy itself did. */
  readonly stub: string | null;
  /** The stub's account of the request; null as above. */
  readonly who: WhoAmI | null;
}

export interface MeshRequest {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
  /** The sidecar; default the gateway's. */
  readonly host?: number;
}

/** As an application behind the sidecar asks: through egress, `authority` naming the service or the adapters. */
export async function throughEgress(net: Subnet, authority: string, request: MeshRequest): Promise<Answer> {
  return ask({ ...request, authority, net, port: PORTS.egress });
}

/** As a client of the platform asks. */
export async function throughEdge(net: Subnet, request: MeshRequest): Promise<Answer> {
  return ask({ ...request, authority: 'platform.example.com', net, port: PORTS.edge });
}

async function ask(request: MeshRequest & { net: Subnet; authority: string; port: number }): Promise<Answer> {
  const response = await rawRequest({
    host: request.net.address(request.host ?? HOSTS.gateway),
    port: request.port,
    authority: request.authority,
    path: request.path,
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const stub = response.headers['x-stub'] ?? null;
  return { ...response, stub, who: stub === null ? null : (JSON.parse(response.body) as WhoAmI) };
}

export interface ManyRequests {
  readonly net: Subnet;
  /** The gateway sidecar's listener; default the edge's. */
  readonly port?: number;
  readonly host?: number;
  readonly requests: readonly LoadRequest[];
  /** Kept-alive sockets; default 16. */
  readonly connections?: number;
}

/** Asks them all as fast as they are answered, and names the stub of each answer in order. */
export async function answeredBy(many: ManyRequests): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: many.connections ?? 16 });
  const listener = { host: many.net.address(many.host ?? HOSTS.gateway), port: many.port ?? PORTS.edge };
  try {
    const answers = await Promise.all(
      many.requests.map((request) => sendOne({ ...listener, request, agent })),
    );
    return answers.map((answer) => (answer.stub === '' ? String(answer.status) : answer.stub));
  } finally {
    agent.destroy();
  }
}

/** How often each value occurs. */
export function tally(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
