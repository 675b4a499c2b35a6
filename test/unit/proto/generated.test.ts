import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { generate } from '../../../scripts/build-protos.ts';

describe('generated files', () => {
  for (const [path, text] of generate()) {
    it(`${path.slice(path.lastIndexOf('/') + 1)} is fresh (npm run build:protos)`, () => {
      assert.ok(readFileSync(path, 'utf8') === text, 'run npm run build:protos and commit the result');
    });
  }
});
