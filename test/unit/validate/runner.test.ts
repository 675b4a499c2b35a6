import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { createEnvoyRunner } from '../../../src/validate/runner.ts';
import type { Ended, Verdict } from '../../../src/validate/runner.ts';
import { emptyDirectory } from '../../support/catalog-copy.ts';

const ENDED: Ended = {
  code: 0,
  signal: null,
  output: "configuration '/x/bootstrap.pb' OK\n",
  errors: '',
  late: false,
};

const verdict = (ended: Partial<Ended>): Promise<Verdict> =>
  createEnvoyRunner({ binary: 'envoy', run: () => Promise.resolve({ ...ENDED, ...ended }) }).validate(
    new Uint8Array(),
  );

describe('a run of Envoy', () => {
  it('gets the bootstrap in a file for this user only, which is gone afterwards', async () => {
    const files: string[] = [];
    const runner = createEnvoyRunner({
      binary: 'envoy',
      run: async (binary, args) => {
        assert.equal(binary, 'envoy');
        assert.deepEqual(args.slice(0, 3), ['--mode', 'validate', '--config-path']);
        const file = args[3] ?? '';
        files.push(file);
        assert.deepEqual(new Uint8Array(await readFile(file)), Uint8Array.of(1, 2, 3));
        assert.equal((await stat(file)).mode & 0o777, 0o600);
        assert.equal((await stat(dirname(file))).mode & 0o777, 0o700);
        throw new Error('it broke');
      },
    });
    const result = await runner.validate(Uint8Array.of(1, 2, 3));
    assert.deepEqual(result, { kind: 'unknown', reason: 'envoy could not be run: it broke' });
    assert.equal(files.length, 1);
    await assert.rejects(stat(dirname(files[0] ?? '')), { code: 'ENOENT' });
  });

  it('accepts, rejects with its own words, or says nothing', async () => {
    assert.deepEqual(await verdict({}), { kind: 'accepted' });
    const errors = "error initializing configuration '/x/bootstrap.pb': response body size is 5000\nmore\n";
    assert.deepEqual(await verdict({ code: 1, errors }), {
      kind: 'rejected',
      error: 'response body size is 5000\nmore',
    });
    assert.equal((await verdict({ code: 1, errors: 'unknown option' })).kind, 'unknown');
    assert.equal((await verdict({ code: null, signal: 'SIGKILL', late: true })).kind, 'unknown');
    assert.equal((await verdict({ code: null, signal: 'SIGKILL' })).kind, 'unknown');
  });

  it('takes no other program for an Envoy, whatever it ends with', async () => {
    for (const output of ['', 'OK\n', "the configuration '/x' is OK\n"]) {
      assert.deepEqual(await verdict({ output }), {
        kind: 'unknown',
        reason: 'envoy is no Envoy: it does not say that the configuration is OK',
      });
    }
  });

  it('takes a crash for a rejection: it would be the sidecars that crash', async () => {
    assert.deepEqual(await verdict({ code: null, signal: 'SIGSEGV', errors: 'backtrace' }), {
      kind: 'rejected',
      error: 'Envoy ended by SIGSEGV over it: backtrace',
    });
  });

  it('runs no more at a time than it may', async () => {
    let running = 0;
    let most = 0;
    let begun = (): void => undefined;
    const full = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const runner = createEnvoyRunner({
      binary: 'envoy',
      concurrency: 3,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        if (running === 3) begun();
        await full;
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return ENDED;
      },
    });
    await Promise.all(Array.from({ length: 12 }, () => runner.validate(new Uint8Array())));
    assert.equal(most, 3);
  });

  it('says when there is no such program', async () => {
    const missing = await createEnvoyRunner({ binary: '/nowhere/envoy' }).validate(new Uint8Array());
    assert.equal(missing.kind, 'unknown');
  });

  it('says so in plain words when the program is none, or is not to be executed', async (t) => {
    const directory = await emptyDirectory(t);
    const file = join(directory, 'envoy');
    assert.deepEqual(await createEnvoyRunner({ binary: file }).validate(new Uint8Array()), {
      kind: 'unknown',
      reason: `${file} could not be run: there is no such program`,
    });
    assert.deepEqual(await createEnvoyRunner({ binary: directory }).validate(new Uint8Array()), {
      kind: 'unknown',
      reason: `${directory} could not be run: it is not a file that may be executed`,
    });
  });

  it('gives the same words each time: no mark of protobuf is in them', async () => {
    const start = "error initializing configuration '/x/bootstrap.pb': ";
    for (const mark of ['goo.gle/debugonly   \n', 'goo.gle/debugstr ', '']) {
      assert.deepEqual(await verdict({ code: 1, errors: `${start}out of range: ${mark}seconds: 5` }), {
        kind: 'rejected',
        error: 'out of range: seconds: 5',
      });
    }
  });

  it('is ended by the signal, and nothing is run after it', async (t) => {
    const directory = await emptyDirectory(t);
    const [binary, fifo] = [join(directory, 'envoy'), join(directory, 'pid')];
    execFileSync('mkfifo', [fifo]);
    await writeFile(binary, `#!/bin/sh\necho $$ > '${fifo}'\nexec sleep 600\n`, { mode: 0o700 });
    const controller = new AbortController();
    const runner = createEnvoyRunner({ binary, timeout: 600_000, signal: controller.signal });
    const running = runner.validate(new Uint8Array());
    const pid = Number(await readFile(fifo, 'utf8'));
    controller.abort();
    assert.equal((await running).kind, 'unknown');
    await assert.rejects(
      async () => {
        for (;;) {
          process.kill(pid, 0);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
      { code: 'ESRCH' },
    );
    assert.equal((await runner.validate(new Uint8Array())).kind, 'unknown');
  });

  it('is ended when it does not end in time', async (t) => {
    const binary = join(await emptyDirectory(t), 'envoy');
    await writeFile(binary, '#!/bin/sh\nexec sleep 600\n', { mode: 0o700 });
    const late = await createEnvoyRunner({ binary, timeout: 20 }).validate(new Uint8Array());
    assert.deepEqual(late, { kind: 'unknown', reason: `${binary} did not end within 20 ms` });
  });
});
