import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { Cleanup } from '../../scripts/local-mesh/cleanup.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { withFileLock } from '../../scripts/local-mesh/file-lock.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { startLoad } from '../../scripts/local-mesh/load.ts';
import { acquireSubnet } from '../../scripts/local-mesh/subnet.ts';
import { startStub } from '../../scripts/stub-app/stub.ts';

/* The tools that the end-to-end tests trust: a load generator that misses a failure would prove nothing. */

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-mesh-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A process that starts a managed child, prints the child's pid, and ends in the given way. */
async function parentOf(
  t: TestContext,
  ending: string,
): Promise<{ readonly pid: number; readonly end: () => Promise<void> }> {
  const module = join(import.meta.dirname, '..', '..', 'scripts', 'local-mesh', 'process.ts');
  const code = `const { startProcess } = await import(${JSON.stringify(module)});
    const child = startProcess({ name: 'sleeper', command: 'sleep', args: ['600'] });
    console.log(child.pid);
    process.stdin.once('data', () => { ${ending} });`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => parent.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  return {
    pid: Number(line),
    end: async () => {
      parent.stdin.write('end\n');
      await once(parent, 'exit');
    },
  };
}

describe('managed processes', () => {
  for (const [how, ending] of [
    ['exits', 'process.exit(0)'],
    ['throws', "throw new Error('on purpose')"],
    ['is killed', "process.kill(process.pid, 'SIGKILL')"],
  ] as const) {
    it(`end when their parent ${how}`, async (t) => {
      const { pid, end } = await parentOf(t, ending);
      assert.ok(isAlive(pid));
      await end();
      await eventually({ what: 'the child to be gone', probe: () => (isAlive(pid) ? null : true) });
    });
  }
});

describe('loopback subnets', () => {
  it('are held by one owner at a time', async () => {
    const [one, other] = [await acquireSubnet(), await acquireSubnet()];
    assert.notEqual(one.address(1), other.address(1));
    await one.release();
    await other.release();
  });
});

describe('the lock file', () => {
  it('is taken over from a process that has died', async (t) => {
    const file = join(await temporaryFolder(t), 'lock');
    const gone = spawn('true');
    await once(gone, 'exit');
    await writeFile(file, String(gone.pid));
    assert.equal(await withFileLock(file, () => readFile(file, 'utf8')), String(process.pid));
    await assert.rejects(readFile(file), { code: 'ENOENT' });
  });

  it('is given back if the work fails', async (t) => {
    const file = join(await temporaryFolder(t), 'lock');
    await assert.rejects(
      withFileLock(file, () => Promise.reject(new Error('work failed'))),
      /work failed/,
    );
    await assert.rejects(readFile(file), { code: 'ENOENT' });
  });
});

describe('cleaning up', () => {
  it('runs every step, last first, whatever fails', async () => {
    const cleanup = new Cleanup();
    const ran: string[] = [];
    cleanup.defer(() => void ran.push('first'));
    cleanup.defer(() => {
      throw new Error('second failed');
    });
    cleanup.defer(() => void ran.push('third'));
    await assert.rejects(cleanup.run(), AggregateError);
    assert.deepEqual(ran, ['third', 'first']);
  });
});

describe('the raw client', () => {
  it('sends the path byte for byte', async (t) => {
    const net = await acquireSubnet();
    const stub = await startStub({ name: 'echo', host: net.address(1), port: 21000 });
    t.after(stub.close);
    t.after(net.release);
    for (const path of ['/a/../b', '//x//', '/%2e%2E/%2F', '/a?b?c']) {
      const answer = await rawRequest({ host: stub.host, port: stub.port, path: path });
      assert.equal(answer.status, 200);
    }
    const answer = await rawRequest({ host: stub.host, port: stub.port, path: '/a/../b//%2e' });
    assert.equal((JSON.parse(answer.body) as { path: string }).path, '/a/../b//%2e');
  });

  it('fails when the connection ends before the answer is whole', async (t) => {
    const net = await acquireSubnet();
    t.after(net.release);
    const server = createServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort');
    });
    server.listen(21001, net.address(1));
    await once(server, 'listening');
    t.after(() => server.close());
    await assert.rejects(
      rawRequest({ host: net.address(1), port: 21001, path: '/' }),
      /before the response was whole/,
    );
  });
});

describe('the load generator', () => {
  it('counts answers other than 2xx, and resets, as failures', async (t) => {
    const net = await acquireSubnet();
    t.after(net.release);
    let answers = 0;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => {
        answers += 1;
        if (answers === 1) socket.resetAndDestroy();
        else if (answers === 2) socket.write('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
        else socket.write('HTTP/1.1 200 OK\r\nx-stub: here\r\ncontent-length: 0\r\n\r\n');
      });
    });
    server.listen(21002, net.address(1));
    await once(server, 'listening');
    t.after(() => server.close());
    const request = { path: '/', authority: 'x' };
    const load = startLoad({
      host: net.address(1),
      port: 21002,
      requests: [request],
      ratePerSecond: 200,
      connections: 1,
    });
    await eventually({ what: 'enough requests', probe: () => (answers >= 10 ? true : null) });
    const result = await load.stop();
    assert.deepEqual(result.failures.map(({ what }) => what).sort(), ['503', 'ECONNRESET']);
    assert.equal(result.ok, result.sent - 2);
    assert.equal(result.byStub.get('here'), result.ok);
  });
});
