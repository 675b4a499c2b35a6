import assert from 'node:assert/strict';
import { rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { catalogCopy } from '../support/catalog-copy.ts';
import { runHere } from '../support/cli.ts';
import { inputState, startDaemon } from '../support/daemon.ts';

const WEIGHTS = 'moniker.weights';
const CANARY = '"split.resolver.resolver/v1":9500';

/** Puts a fault in the place of a folder that holds for root as well, unlike missing rights. */
async function breakFolder(folder: string): Promise<() => Promise<void>> {
  await rename(folder, `${folder}.away`);
  await symlink('x'.repeat(300), folder);
  return async () => {
    await rm(folder);
    await rename(`${folder}.away`, folder);
  };
}

describe('a catalog directory that cannot be looked at', () => {
  it('goes on serving as it was, says so, and follows the files again afterwards', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect, until } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    await gateway.until('the weights', () => gateway.text('rtds', WEIGHTS).includes(CANARY));
    const mend = await breakFolder(join(catalog.directory, 'rollouts'));
    const blind = await until('the fault', (status) => inputState(status, '.') === 'refused');
    assert.equal(blind.degraded, true);
    assert.match(
      blind.inputs.find(({ file }) => file === '.')?.reason ?? '',
      /cannot be looked at: ENAMETOOLONG/,
    );
    assert.equal(inputState(blind, 'rollouts/resolver.yaml'), 'current');
    assert.ok(gateway.text('rtds', WEIGHTS).includes(CANARY));
    await mend();
    await until('sight', (status) => !status.degraded && inputState(status, '.') === undefined);
    await catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: { v1: 40, v2: 60 }\n');
    await gateway.until('new weights', () =>
      gateway.text('rtds', WEIGHTS).includes('"split.resolver.resolver/v1":4000'),
    );
  });

  it('is a reason to begin with the last-good file, rollouts included', async (t) => {
    const catalog = await catalogCopy(t);
    const lastGood = join(dirname(catalog.directory), 'last-good');
    const first = await startDaemon(t, catalog.directory, ['--last-good', lastGood]);
    await first.daemon.close();
    const mend = await breakFolder(join(catalog.directory, 'rollouts'));
    await assert.rejects(startDaemon(t, catalog.directory), /mesh\.yaml cannot be read: ENAMETOOLONG/);
    const { connect, until } = await startDaemon(t, catalog.directory, ['--last-good', lastGood]);
    const gateway = connect('gateway');
    await gateway.until('the weights', () => gateway.text('rtds', WEIGHTS).includes(CANARY));
    await mend();
    await until('the directory to serve', ({ degraded }) => !degraded);
    assert.ok(gateway.text('rtds', WEIGHTS).includes(CANARY));
  });

  it('is told by check in one line', async (t) => {
    const { directory } = await catalogCopy(t);
    await breakFolder(join(directory, 'rollouts'));
    const { code, stderr } = await runHere(['check', '--catalog', directory]);
    assert.equal(code, 1);
    assert.match(stderr, /^error: .* cannot be looked at: ENAMETOOLONG[^\n]*\n$/);
  });
});
