import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import {
  realAssignment,
  realCluster,
  realListener,
  realRoutes,
  realSnapshot,
} from '../support/xds/real-resources.ts';
import type { Upstream } from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'aged';
const TIMES = 4;

for (const form of ['ads', 'delta-ads'] as const) {
  test(
    `over ${form}, Envoy comes again when its connection is asked to go, and misses no change`,
    { skip: envoy.skip, timeout: 60_000 },
    async (t) => {
      const events = new EventEmitter();
      const server = await startRealServer(t, {
        limits: { maxAge: 400, maxAgeGrace: 100 },
        metrics: { connectionAsked: ({ reason }) => events.emit('asked', reason) },
      });
      const host = server.address(1);
      const [address, admin] = [
        { host, port: 11_000 },
        { host, port: 11_002 },
      ];
      const source = configSource(form);
      const stubs: Upstream[] = [];
      for (let index = 0; index <= TIMES; index += 1) stubs.push(await server.stub(`stub ${index}`));
      const publish = (index: number): void => {
        server.publish(
          realSnapshot({
            service: SERVICE,
            resources: [
              realCluster('app', source),
              realAssignment('app', stubs[index] ?? address),
              realRoutes('table', 'app'),
              realListener({
                name: 'main',
                address,
                routing: { rds: { config_source: source, route_config_name: 'table' } },
                routes: ['table'],
              }),
            ],
          }),
        );
      };
      const answers = (index: number): Promise<true> =>
        eventually({
          what: `an answer of stub ${index}`,
          probe: async () => {
            const { status, body } = await rawRequest({ ...address, path: '/' });
            if (index > 0) assert.equal(status, 200, running.log());
            return status === 200 && (JSON.parse(body) as { stub: string }).stub === `stub ${index}`
              ? true
              : null;
          },
          detail: () => running.log(),
        });
      publish(0);
      const running = await startTestEnvoy(t, {
        binary: envoy.binary,
        name: `envoy-aged-${form}`,
        bootstrap: realBootstrap({ service: SERVICE, form, xds: server.xds, http: server.http, admin }),
        admin,
      });
      await running.live();
      await answers(0);
      for (let index = 1; index <= TIMES; index += 1) {
        assert.deepEqual(await once(events, 'asked'), ['age']);
        // Between the GOAWAY and the new stream, where a change is most easily lost.
        publish(index);
        await answers(index);
      }
      const stats = await running.stats('update_rejected|listener_modified');
      assert.deepEqual(
        [...stats].filter(([, count]) => count > 0),
        [],
      );
    },
  );
}
