import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { openFilesLimit, connectionsWithin } from '../../../src/daemon/open-files.ts';

it('there are no more connections than the system grants open files', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'moniker-cp-limits-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'limits');
  await writeFile(
    file,
    'Limit                     Soft Limit           Hard Limit           Units\n' +
      'Max open files            4096                 8192                 files\n',
  );
  assert.equal(await openFilesLimit(file), 4_096);
  assert.equal(await openFilesLimit(join(folder, 'none')), null);
  assert.equal(connectionsWithin(4_096, 20_000), 3_996);
  assert.equal(connectionsWithin(4_096, 3_000), 3_000);
  assert.equal(connectionsWithin(64, 20_000), 1);
  assert.equal(connectionsWithin(null, 20_000), 20_000);
});
