import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { StatusResponse } from '../../../src/api/model.ts';
import { runHere } from '../../support/cli.ts';
import { fakeDaemon, nackedSidecar, sidecarWith, statusWith } from '../../support/fake-daemon.ts';

const late = statusWith({ sidecars: [sidecarWith({ state: 'STALE' })] });
const synced = statusWith({ version: 'bbbb', sidecars: [sidecarWith()] });

/** A port that was free a moment ago. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return `http://127.0.0.1:${port}`;
}

describe('status', () => {
  it('prints the daemon that MONIKER_CP_SERVER names, for people and as JSON', async (t) => {
    const daemon = await fakeDaemon(t, { status: synced });
    const env = { MONIKER_CP_SERVER: daemon.url };
    const text = await runHere(['status'], { env });
    assert.equal(text.code, 0);
    assert.match(text.stdout, /^OK {2}snapshot bbbb/);
    assert.match(text.stdout, /gateway-1 +SYNCED/);
    const json = await runHere(['status', '--json'], { env });
    assert.deepEqual(JSON.parse(json.stdout), synced);
  });

  it('says what to do where no daemon answers', async () => {
    const { code, stdout, stderr } = await runHere(['status', '--server', await nobody()]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(
      stderr,
      /no daemon answers at http:\/\/127\.0\.0\.1:\d+\/ \(connect ECONNREFUSED .*Is "moniker-cp serve" running\?/,
    );
  });

  it('takes an address without a scheme, and refuses what is none', async (t) => {
    const daemon = await fakeDaemon(t, { status: synced });
    const bare = daemon.url.replace('http://', '');
    assert.equal((await runHere(['status', '--server', bare])).code, 0);
    const wrong = await runHere(['status', '--server', 'ftp://x']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /"ftp:\/\/x" is not a URL/);
  });
});

describe('status --wait', () => {
  const wait = async (url: string, time: string, ...more: string[]): ReturnType<typeof runHere> =>
    runHere(['status', '--wait', time, '--server', url, ...more]);

  it('ends with 0 as soon as every sidecar is SYNCED', async (t) => {
    const daemon = await fakeDaemon(t, {
      status: late,
      onFollow: (self) => {
        self.push(synced);
      },
    });
    const { code, stdout, stderr } = await wait(daemon.url, '1h');
    assert.equal(code, 0);
    assert.equal(stdout, 'SYNCED 1 sidecar at bbbb\n');
    assert.match(stderr, /1 of 1 sidecars are not SYNCED: gateway-1 \(STALE\)/);
    assert.deepEqual(daemon.requests, ['GET /status/events']);
  });

  it('goes on while streams wait to be let in, and until enough sidecars are there', async (t) => {
    const two = { sidecars: [sidecarWith(), sidecarWith({ streamId: 2, nodeId: 'gateway-2' })] };
    const daemon = await fakeDaemon(t, {
      status: statusWith({ waiting: 2 }),
      onFollow: (self) => {
        self.push(statusWith({ sidecars: [sidecarWith()], waiting: 0 }));
        self.push(statusWith(two));
      },
    });
    const { code, stdout, stderr } = await wait(daemon.url, '1h', '--sidecars', '2');
    assert.equal(code, 0);
    assert.equal(stdout, 'SYNCED 2 sidecars at aaaa\n');
    assert.equal(stderr, '2 streams wait to be let in (--admit-per-second)\n1 sidecar of 2 connected\n');
  });

  it('says where sidecars may still be to come', async (t) => {
    const startedAt = Date.now();
    const none = await fakeDaemon(t, { status: statusWith() });
    assert.match(
      (await wait(none.url, '1h')).stderr,
      /^no sidecar is connected yet: the daemon started \d+d ago/,
    );
    const young = await fakeDaemon(t, { status: { ...synced, startedAt } });
    assert.match(
      (await wait(young.url, '1h')).stderr,
      /^sidecars may still be on their way: the daemon started \d+s ago \(--sidecars N waits/,
    );
    assert.equal((await wait(young.url, '1h', '--sidecars', '1')).stderr, '');
    const old = await fakeDaemon(t, { status: synced });
    assert.equal((await wait(old.url, '1h')).stderr, '');
  });

  it('--sidecars without it is an error of usage', async () => {
    const { code, stderr } = await runHere(['status', '--sidecars', '2']);
    assert.equal(code, 2);
    assert.match(stderr, /--sidecars goes with --wait/);
  });

  it('ends with 1 on a NACK, without waiting for the rest of the time', async (t) => {
    const daemon = await fakeDaemon(t, {
      status: statusWith({ sidecars: [nackedSidecar('no such cluster')] }),
    });
    const { code, stderr } = await wait(daemon.url, '1h');
    assert.equal(code, 1);
    assert.match(stderr, /gateway-1 \(gateway\) refused its configuration: no such cluster/);
  });

  it("ends with 1 at the time's end and says who is late", async (t) => {
    const daemon = await fakeDaemon(t, { status: late });
    const { code, stderr } = await wait(daemon.url, '100ms');
    assert.equal(code, 1);
    assert.match(stderr, /not SYNCED within 100 ms: 1 of 1 sidecars/);
  });

  it('ends with 1 if the daemon goes', async (t) => {
    const daemon = await fakeDaemon(t, {
      status: late,
      onFollow: (self) => {
        self.endStreams();
      },
    });
    const { code, stderr } = await wait(daemon.url, '1h');
    assert.equal(code, 1);
    assert.match(stderr, /has gone/);
  });

  it('prints the last status as JSON', async (t) => {
    const daemon = await fakeDaemon(t, { status: synced });
    const { code, stdout } = await wait(daemon.url, '1h', '--json');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), synced);
  });
});

describe('watch', () => {
  const changing = {
    status: late,
    onFollow: (self: { push(status: StatusResponse): void }): void => {
      self.push(synced);
    },
  };
  const interruptWhen = (stdout: string): boolean => stdout.includes('SYNCED');
  /** Each stream of the first daemon ends after its first event; the one after it stays. */
  const restarting = (t: TestContext): ReturnType<typeof fakeDaemon> => {
    let times = 0;
    return fakeDaemon(t, {
      status: late,
      onFollow: (self) => {
        times += 1;
        if (times === 1) self.endStreams();
        else self.push(synced);
      },
    });
  };
  const withoutTimes = (stdout: string): readonly string[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\S+Z /, ''));

  it('prints a line for each change in a pipe', async (t) => {
    const daemon = await fakeDaemon(t, changing);
    const { code, stdout, stderr } = await runHere(['watch', '--server', daemon.url], { interruptWhen });
    assert.deepEqual(withoutTimes(stdout), [
      'snapshot aaaa',
      'gateway-1 (gateway) STALE',
      'snapshot bbbb',
      'gateway-1 (gateway) SYNCED',
    ]);
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('prints an object for each change with --json', async (t) => {
    const daemon = await fakeDaemon(t, changing);
    const { stdout } = await runHere(['watch', '--json', '--server', daemon.url], { interruptWhen });
    assert.deepEqual(objectsOf(stdout), [late, synced]);
  });

  it('redraws on a terminal and gives the screen back', async (t) => {
    const daemon = await fakeDaemon(t, changing);
    const { stdout } = await runHere(['watch', '--server', daemon.url], { columns: 100, interruptWhen });
    assert.equal(stdout.split('\u001b[?1049h').length, 2);
    assert.ok(stdout.split('\u001b[H\u001b[2J').length >= 3);
    assert.ok(stdout.indexOf('STALE') < stdout.lastIndexOf('SYNCED'));
    assert.ok(stdout.endsWith('\u001b[?25h\u001b[?1049l'));
  });

  it('prints lines on a terminal that cannot redraw', async (t) => {
    const daemon = await fakeDaemon(t, changing);
    const options = { columns: 100, env: { TERM: 'dumb' }, interruptWhen };
    const { stdout } = await runHere(['watch', '--server', daemon.url], options);
    assert.ok(!stdout.includes('\u001b'));
    assert.match(stdout, /gateway-1 \(gateway\) SYNCED/);
  });

  it('goes on over a restart, and tells everything anew', async (t) => {
    const daemon = await restarting(t);
    const { code, stdout } = await runHere(['watch', '--server', daemon.url], { interruptWhen });
    assert.equal(code, 0);
    assert.deepEqual(withoutTimes(stdout), [
      'snapshot aaaa',
      'gateway-1 (gateway) STALE',
      `GONE the daemon at ${daemon.url} has gone (tried again until it is back)`,
      'the daemon is back',
      'snapshot aaaa',
      'gateway-1 (gateway) STALE',
      'snapshot bbbb',
      'gateway-1 (gateway) SYNCED',
    ]);
  });

  it('says so with --json, and on a terminal above what was last there', async (t) => {
    const json = await restarting(t);
    const { stdout } = await runHere(['watch', '--json', '--server', json.url], { interruptWhen });
    const [first, second, ...rest] = objectsOf(stdout) as [
      StatusResponse,
      { gone: { at: number; reason: string } },
    ];
    assert.deepEqual([first, ...rest], [late, late, synced]);
    assert.equal(second.gone.reason, `the daemon at ${json.url} has gone`);
    assert.ok(second.gone.at > Date.now() - 60_000);

    const drawn = await restarting(t);
    const screen = await runHere(['watch', '--server', drawn.url], { columns: 100, interruptWhen });
    assert.match(screen.stdout, /GONE\S* for 0s, tried again: the daemon at \S+ has gone\n\nO?/);
    const frames = screen.stdout.split('\u001b[H\u001b[2J');
    assert.ok(!(frames.at(-1) ?? '').includes('GONE'));
  });

  it('^C ends it while no daemon is there', async (t) => {
    const daemon = await fakeDaemon(t, {
      status: late,
      onFollow: (self) => {
        self.endStreams();
      },
    });
    const { code, stdout } = await runHere(['watch', '--server', daemon.url], {
      interruptWhen: (text) => text.includes('GONE'),
    });
    assert.equal(code, 0);
    assert.equal(withoutTimes(stdout).length, 3);
  });

  it('ends with an error where none was there at first', async () => {
    const { code, stdout, stderr } = await runHere(['watch', '--server', await nobody()]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /no daemon answers at/);
  });
});

function objectsOf(stdout: string): readonly unknown[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

describe('accept', () => {
  it('names what it let through', async (t) => {
    const daemon = await fakeDaemon(t, { status: synced, accepted: ['sample_catalog.yaml'] });
    const text = await runHere(['accept', '--server', daemon.url]);
    assert.deepEqual([text.code, text.stdout], [0, 'accepted sample_catalog.yaml\n']);
    assert.deepEqual(daemon.requests, ['POST /accept']);
    await runHere(['accept', 'endpoints.yaml', '--server', daemon.url]);
    assert.deepEqual(daemon.posted, ['', '{"files":["endpoints.yaml"]}']);
    const json = await runHere(['accept', '--json', '--server', daemon.url]);
    assert.deepEqual(JSON.parse(json.stdout), { accepted: ['sample_catalog.yaml'] });
  });

  it('says so where nothing is held, and where the server is no such daemon', async (t) => {
    const idle = await fakeDaemon(t, { status: synced, accepted: [] });
    assert.equal((await runHere(['accept', '--server', idle.url])).stdout, 'nothing is held\n');
    const other = await fakeDaemon(t, { status: synced });
    const { code, stderr } = await runHere(['accept', '--server', other.url]);
    assert.equal(code, 1);
    assert.match(stderr, /answers 404: no such thing here/);
  });
});

describe('release', () => {
  it('says which services are tried again', async (t) => {
    const daemon = await fakeDaemon(t, { status: synced, released: ['gateway'] });
    const text = await runHere(['release', '--server', daemon.url]);
    assert.deepEqual([text.code, text.stdout], [0, 'released gateway: a canary is asked first\n']);
    await runHere(['release', 'resolver', '--server', daemon.url]);
    assert.deepEqual(daemon.posted, ['', '{"service":"resolver"}']);
    const json = await runHere(['release', '--json', '--server', daemon.url]);
    assert.deepEqual(JSON.parse(json.stdout), { released: ['gateway'] });
    const idle = await fakeDaemon(t, { status: synced, released: [] });
    assert.equal((await runHere(['release', '--server', idle.url])).stdout, 'nothing is quarantined\n');
    const one = await runHere(['release', 'gatewya', '--server', idle.url]);
    assert.equal(one.stdout, 'nothing of gatewya is quarantined\n');
  });
});

describe('a snapshot that is held', () => {
  const held = {
    service: 'gateway',
    envoy: '1.40',
    reason: 'quarantined',
    since: 1_000,
    by: ['gateway-1'],
    type: 'cds',
    resources: ['oracle'],
    error: 'ring hash:\nminimum_ring_size',
    origins: [{ file: 'mesh.yaml', line: 59 }],
    retryAt: null,
    sidecars: 3,
  } as const;
  const wave = {
    service: 'resolver',
    envoy: '1.40',
    step: 10,
    since: 1_000,
    given: 4,
    accepted: 2,
    of: 40,
    canary: null,
  } as const;
  const status = statusWith({ delivery: { held: [held], waves: [wave] }, sidecars: [sidecarWith()] });
  const line =
    'gateway (Envoy 1.40) rejected cds oracle, from mesh.yaml:59, told by gateway-1: ring hash: minimum_ring_size';

  it('is told with its place, its judge and Envoy’s words', async (t) => {
    const daemon = await fakeDaemon(t, { status });
    const { stdout } = await runHere(['status', '--server', daemon.url]);
    assert.ok(stdout.includes(line), stdout);
    assert.match(stdout, /QUARANTINED for .*a fix or "moniker-cp release" lifts it/);
    assert.match(stdout, /WAVE resolver \(Envoy 1\.40\): 10 %, 2 of 4 have accepted, 40 sidecars/);
  });

  it('is told where an Envoy was asked before, and where only a part is kept back', async (t) => {
    const invalid = { ...held, reason: 'invalid', envoy: '', by: ['envoy --mode validate'] } as const;
    const isolated = {
      service: 'gateway',
      since: 1_000,
      type: 'rds',
      resource: 'gateway/egress',
      entries: ['risk.cvar'],
      serves: '503',
      by: ['gateway-1'],
      error: 'too\nlong',
      origins: [{ file: 'catalog.yaml', line: 4 }],
    } as const;
    const delivery = { held: [invalid], waves: [], isolated: [isolated], checking: 3, unchecked: null };
    const daemon = await fakeDaemon(t, { status: statusWith({ delivery, sidecars: [sidecarWith()] }) });
    const { stdout } = await runHere(['status', '--server', daemon.url]);
    const reason = 'gateway: Envoy rejects cds oracle, from mesh.yaml:59: ring hash: minimum_ring_size';
    assert.match(stdout, new RegExp(`INVALID for .*: ${reason} `));
    const part = 'gateway: rds gateway/egress (risk.cvar), from catalog.yaml:4, it answers 503: too long';
    assert.ok(stdout.includes(part), stdout);
    assert.match(stdout, /ISOLATED for .*a fix or "moniker-cp release" lifts it/);
    assert.match(stdout, /Envoy validates 3 resources before they are published/);
  });

  it('ends a wait in a pipeline', async (t) => {
    const daemon = await fakeDaemon(t, { status });
    const { code, stderr } = await runHere(['status', '--wait', '5s', '--server', daemon.url]);
    assert.equal(code, 1);
    assert.ok(stderr.includes(line), stderr);
  });

  it('is a line of watch', async (t) => {
    const daemon = await fakeDaemon(t, {
      status,
      onFollow: (self) => {
        self.push(synced);
      },
    });
    const { stdout } = await runHere(['watch', '--server', daemon.url], {
      interruptWhen: (text) => text.includes(`no longer HELD ${line}`),
    });
    assert.ok(stdout.includes(`HELD ${line}`), stdout);
    assert.ok(stdout.includes(`no longer HELD ${line}`), stdout);
  });
});
