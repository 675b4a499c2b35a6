import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { naiveServer, realServer } from '../support/fan-out/servers.ts';
import type { ClusterServer } from '../support/fan-out/servers.ts';

/*
 * The guard against a change that makes fan-out dear: this process's CPU for a change at many streams, beside that of
 * a server that does everything for each stream anew, in the same run. It knows ratios only, so a slow or busy machine
 * does not matter. What the figures are is for the benches; the bounds here leave room for twice what was seen.
 */

const CLIENTS = join(import.meta.dirname, '..', 'support', 'fan-out', 'clients.ts');
const WARM_UP = 10;
const CHANGES = 30;

/** Microseconds of CPU for each client and change, ACKs included: the median over the changes. */
async function costOf(start: () => Promise<ClusterServer>, count: number): Promise<number> {
  const server = await start();
  server.publish(0);
  const clients = fork(CLIENTS, ['127.0.0.1', String(server.port), String(count)]);
  try {
    await responses(clients, 1);
    const costs: number[] = [];
    for (let change = 1; change <= WARM_UP + CHANGES; change += 1) {
      const had = responses(clients, change + 1);
      const before = process.cpuUsage();
      server.publish(change);
      await had;
      const { user, system } = process.cpuUsage(before);
      if (change > WARM_UP) costs.push((user + system) / count);
    }
    return costs.sort((a, b) => a - b)[CHANGES / 2] ?? NaN;
  } finally {
    const ended = once(clients, 'exit');
    if (clients.exitCode === null) clients.kill('SIGKILL');
    await ended;
    await server.close();
  }
}

/** Resolves when each client has had so many. */
function responses(clients: ChildProcess, wanted: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const heard = (message: { readonly responses: number }): void => {
      if (message.responses < wanted) return;
      clients.off('message', heard).off('exit', gone);
      resolve();
    };
    const gone = (code: number | null): void => {
      reject(new Error(`the clients ended with code ${code ?? 'none'}`));
    };
    clients.on('message', heard).on('exit', gone);
  });
}

describe('what a change costs at many streams', () => {
  it('is a fraction of what a server pays that encodes and decodes for each stream', async (t) => {
    const naive = await costOf(naiveServer, 100);
    const real = await costOf(realServer, 100);
    t.diagnostic(
      `${(real / naive).toFixed(2)} of it: ${Math.round(real)} µs beside ${Math.round(naive)} µs a stream`,
    );
    assert.ok(real / naive < 0.35, `${real / naive} of it`);
  });

  it('does not grow with the number of streams, each by itself', async (t) => {
    const few = await costOf(realServer, 50);
    const many = await costOf(realServer, 400);
    t.diagnostic(`${(many / few).toFixed(2)} times as much for each of 400 as for each of 50`);
    assert.ok(many / few < 1.5, `${many / few} times as much`);
  });
});
