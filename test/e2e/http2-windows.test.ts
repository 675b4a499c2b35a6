import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { anyOf } from '../../src/proto/codec.ts';
import { makeCertificates } from '../support/certificates.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import { real, realListener, realSnapshot } from '../support/xds/real-resources.ts';
import type { Upstream } from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'windows';
const ROUTES = 12_000;
const WINDOW = 65_535;
const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
const TLS_CONTEXT = 'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext';

/** The xDS cluster over TLS, with windows that a response of a megabyte exceeds many times. */
function xdsCluster({ host, port }: Upstream, authority: string): object {
  const options = { initial_stream_window_size: WINDOW, initial_connection_window_size: WINDOW };
  const address = { socket_address: { address: host, port_value: port } };
  return {
    name: 'xds',
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: { cluster_name: 'xds', endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
    typed_extension_protocol_options: {
      [HTTP_OPTIONS]: anyOf(HTTP_OPTIONS, { explicit_http_config: { http2_protocol_options: options } }),
    },
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: anyOf(TLS_CONTEXT, {
        sni: 'localhost',
        common_tls_context: { validation_context: { trusted_ca: { inline_string: authority } } },
      }),
    },
  };
}

test(
  'a real Envoy takes a large response over TLS through small windows',
  { skip: envoy.skip, timeout: 60_000 },
  async (t) => {
    const { ca, server: tls } = await makeCertificates();
    const server = await startRealServer(t, { tls });
    const host = server.address(1);
    const listener = { host, port: 11_000 };
    const admin = { host, port: 11_002 };
    const ads = configSource('ads');
    const publish = (text: string): number => {
      const routes = Array.from({ length: ROUTES }, (_, index) => ({
        name: `a route with a name that is long enough for the response to be large ${index}`,
        match: { path: `/${index}` },
        direct_response: { status: 200, body: { inline_string: `${text} ${index}` } },
      }));
      const table = real('rds', { name: 'table', virtual_hosts: [{ name: 'all', domains: ['*'], routes }] });
      server.publish(
        realSnapshot({
          service: SERVICE,
          resources: [
            realListener({
              name: 'one',
              address: listener,
              routing: { rds: { config_source: ads, route_config_name: 'table' } },
              routes: ['table'],
            }),
            table,
          ],
        }),
      );
      return table.any.length;
    };
    assert.ok(publish('first') > 1_000_000);
    const { xds, http } = server;
    const running = await startTestEnvoy(t, {
      binary: envoy.binary,
      name: 'envoy-windows',
      bootstrap: realBootstrap({
        service: SERVICE,
        form: 'ads',
        xds,
        http,
        admin,
        more: { static_resources: { clusters: [xdsCluster(xds, ca.cert)] } },
      }),
      admin,
    });
    await running.live();
    const path = `/${ROUTES - 1}`;
    for (const text of ['first', 'second', 'third']) {
      publish(text);
      await eventually({
        what: `the last route of the ${text} table`,
        probe: async () => {
          const answer = await rawRequest({ ...listener, path }).catch(() => null);
          return answer?.body === `${text} ${ROUTES - 1}` ? true : null;
        },
        detail: () => running.log(),
      });
    }
    assert.equal(await running.stat('control_plane.connected_state'), 1);
    assert.equal(await running.stat('cluster.xds.upstream_cx_total'), 1);
  },
);
