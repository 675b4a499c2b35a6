import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createThrottle } from '../../../src/telemetry/throttle.ts';

it('a throttle says the first of a kind, and then how many there were in an interval', () => {
  let now = 0;
  const said: string[] = [];
  const throttle = createThrottle({ now: () => now, interval: 100 });
  const happen = (kind: string, times: number): void => {
    for (let count = 0; count < times; count += 1) throttle(kind, (of) => said.push(`${kind} ${of}`));
  };
  happen('a', 5);
  happen('b', 1);
  now = 99;
  happen('a', 1);
  assert.deepEqual(said, ['a 1', 'b 1']);
  now = 100;
  happen('a', 3);
  now = 200;
  happen('a', 1);
  happen('b', 1);
  assert.deepEqual(said, ['a 1', 'b 1', 'a 6', 'a 3', 'b 1']);
});
