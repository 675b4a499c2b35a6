import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { catalogCopy } from '../support/catalog-copy.ts';
import { cleanUp } from '../support/clean-up.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const NO_DEV_FULL = existsSync('/dev/full') ? false : 'no /dev/full here';
const CANNOT =
  /^moniker-cp: the log cannot be written \((.+)\): lines are lost until it can, serving goes on\n$/;

/** On SIGUSR2 the daemon ends by a fault. */
const FAULT = 'process.on("SIGUSR2",()=>{throw new Error("a fault")})';
/** Standard output has no room left before the daemon begins. */
const FILL =
  'import{writeSync}from"node:fs";void process.stdout;try{for(;;)writeSync(1,"x".repeat(999))}catch{}';

interface Started {
  readonly child: ChildProcess;
  errors(): string;
  /** Resolves when the daemon is up and answers. */
  healthy(): Promise<void>;
  metrics(): Promise<string>;
  exit(): Promise<number | null>;
}

interface StartOptions {
  /** A descriptor, or a socket of which the test holds the other end. */
  readonly stdout: number | 'pipe';
  readonly format: string;
  readonly preload?: string;
  readonly catalog: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function start(t: TestContext, options: StartOptions): Promise<Started> {
  const { stdout, format, preload = '', catalog } = options;
  const http = `127.0.0.1:${await freePort()}`;
  const words = ['--import', `data:text/javascript,${encodeURIComponent(preload)}`, MAIN, 'serve'];
  words.push('--log-format', format, '--log-level', 'debug', '--catalog', catalog);
  words.push('--xds-address', '127.0.0.1:0', '--http-address', http);
  const child = spawn(process.execPath, words, { stdio: ['ignore', stdout, 'pipe'] });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  cleanUp(t, () => {
    child.kill('SIGKILL');
    return ended;
  });
  const healthy = async (): Promise<void> => {
    const answers = eventually({
      what: 'an answer to /ready',
      probe: async () => ((await fetch(`http://${http}/ready`)).ok ? true : null),
      detail: () => errors,
    });
    const died = ended.then((code) => assert.fail(`ended with ${code}:\n${errors}`));
    await Promise.race([answers, died]);
  };
  const metrics = async (): Promise<string> => (await fetch(`http://${http}/metrics`)).text();
  return { child, errors: () => errors, healthy, metrics, exit: () => ended };
}

interface Fifo {
  /** To be the daemon's standard output. */
  readonly input: number;
  /** Takes out all that there is. */
  read(): string;
}

/** A pipe with nobody who reads it, and no room left. */
function fullFifo(t: TestContext, folder: string): Fifo {
  const path = join(folder, 'fifo');
  execFileSync('mkfifo', [path]);
  const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const input = openSync(path, constants.O_WRONLY);
  cleanUp(t, () => {
    closeSync(input);
    closeSync(both);
  });
  untilNoRoom(() => writeSync(both, 'x'.repeat(512)));
  const read = (): string => {
    const bytes = Buffer.alloc(65_536);
    let text = '';
    untilNoRoom(() => (text += bytes.toString('utf8', 0, readSync(both, bytes))));
    return text;
  };
  return { input, read };
}

function untilNoRoom(step: () => unknown): void {
  try {
    for (;;) step();
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'EAGAIN');
  }
}

for (const format of ['json', 'pretty']) {
  describe(`the ${format} log of a daemon`, { timeout: 120_000 }, () => {
    it(
      'on a full disk is lost, which is told once, and the daemon serves and stops',
      { skip: NO_DEV_FULL },
      async (t) => {
        const { directory } = await catalogCopy(t);
        const full = openSync('/dev/full', 'w');
        cleanUp(t, () => {
          closeSync(full);
        });
        const daemon = await start(t, { stdout: full, format, catalog: directory });
        await daemon.healthy();
        assert.match(await daemon.metrics(), /^moniker_cp_log_lines_lost_total [1-9]/m);
        daemon.child.kill('SIGTERM');
        assert.equal(await daemon.exit(), 0, daemon.errors());
        assert.equal(CANNOT.exec(daemon.errors())?.[1], 'ENOSPC', daemon.errors());
      },
    );

    it('waits for a reader that has stopped, while the daemon serves, and is whole when it goes on', async (t) => {
      const { directory } = await catalogCopy(t);
      const fifo = fullFifo(t, dirname(directory));
      const daemon = await start(t, { stdout: fifo.input, format, catalog: directory });
      await daemon.healthy();
      let text = '';
      await eventually({
        what: 'the lines that waited',
        probe: () => ((text += fifo.read()).includes('npm run demo') ? true : null),
      });
      assert.ok(text.indexOf('Published') < text.indexOf('npm run demo'), text);
      daemon.child.kill('SIGTERM');
      assert.equal(await daemon.exit(), 0, daemon.errors());
      assert.match(fifo.read(), /Stopping: .*\n(.*\n)*.*Stopped.*\n$/);
      assert.equal(daemon.errors(), '');
    });

    it('does not keep the daemon from stopping where nobody reads it', async (t) => {
      const { directory } = await catalogCopy(t);
      const fifo = fullFifo(t, dirname(directory));
      const daemon = await start(t, { stdout: fifo.input, format, catalog: directory });
      await daemon.healthy();
      daemon.child.kill('SIGTERM');
      assert.equal(await daemon.exit(), 0, daemon.errors());
    });

    it('does not keep a fault from ending the daemon where nobody reads it', async (t) => {
      const { directory } = await catalogCopy(t);
      const fifo = fullFifo(t, dirname(directory));
      const daemon = await start(t, { stdout: fifo.input, format, preload: FAULT, catalog: directory });
      await daemon.healthy();
      daemon.child.kill('SIGUSR2');
      assert.equal(await daemon.exit(), 1, daemon.errors());
      assert.match(daemon.errors(), /Error: a fault/);
    });

    it('does not hold the daemon up on a socket that nobody reads', async (t) => {
      const { directory } = await catalogCopy(t);
      const daemon = await start(t, { stdout: 'pipe', format, preload: FILL, catalog: directory });
      daemon.child.stdout?.pause();
      await daemon.healthy();
      daemon.child.kill('SIGTERM');
      assert.equal(await daemon.exit(), 0, daemon.errors());
    });

    it('is lost when its reader is gone, and the daemon serves and stops', async (t) => {
      const { directory } = await catalogCopy(t);
      const daemon = await start(t, { stdout: 'pipe', format, catalog: directory });
      daemon.child.stdout?.destroy();
      await daemon.healthy();
      daemon.child.kill('SIGTERM');
      assert.equal(await daemon.exit(), 0, daemon.errors());
      assert.equal(CANNOT.exec(daemon.errors())?.[1], 'EPIPE', daemon.errors());
    });
  });
}
