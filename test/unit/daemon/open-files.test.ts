import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { openFilesLimit, tooFewFiles } from '../../../src/daemon/open-files.ts';

it('says where the system grants fewer files than there may be connections', async (t) => {
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
  assert.match(tooFewFiles(4_096, 20_000) ?? '', /may open 4096 files only: raise "ulimit -n"/);
  assert.equal(tooFewFiles(4_096, 3_000), null);
  assert.equal(tooFewFiles(null, 20_000), null);
});
