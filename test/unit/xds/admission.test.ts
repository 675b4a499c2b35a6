import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admit, createAdmission } from '../../../src/xds/admission.ts';
import type { Admission } from '../../../src/xds/admission.ts';

/** An admission with a clock that runs when it is told to. */
class Door {
  now = 0;
  readonly #due: { readonly at: number; readonly task: () => void }[] = [];
  readonly admission: Admission;

  constructor(perSecond: number) {
    this.admission = createAdmission({
      perSecond,
      now: () => this.now,
      after: (milliseconds, task) => void this.#due.push({ at: this.now + milliseconds, task }),
    });
  }

  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (let next = this.#due[0]; next && next.at <= end; next = this.#due[0]) {
      this.#due.shift();
      this.now = Math.max(this.now, next.at);
      next.task();
    }
    this.now = Math.max(this.now, end);
  }
}

describe('the admission of streams', () => {
  it('lets a few in at once', () => {
    const { admission } = new Door(10_000);
    let inside = 0;
    for (let count = 0; count < 50; count += 1) admission.enter({ begin: () => (inside += 1) });
    assert.equal(inside, 50);
    assert.equal(admission.waiting, 0);
  });

  it('lets a storm in at the rate, in its order, and nobody stays outside', () => {
    const door = new Door(10_000);
    const inside: number[] = [];
    for (let id = 0; id < 20_000; id += 1) door.admission.enter({ begin: () => inside.push(id) });
    door.pass(1_000);
    assert.ok(inside.length >= 9_900 && inside.length <= 10_100, String(inside.length));
    door.pass(3_000);
    assert.equal(inside.length, 20_000);
    assert.deepEqual(
      inside,
      [...inside].sort((a, b) => a - b),
    );
  });

  it('keeps to the rate when a turn takes longer than its time', () => {
    const door = new Door(10_000);
    let inside = 0;
    const begin = (): void => {
      inside += 1;
      // A turn of 50 takes 4 ms, and the next one is due 5 ms later.
      door.now += 0.08;
    };
    for (let id = 0; id < 5_000; id += 1) door.admission.enter({ begin });
    door.pass(450 - door.now);
    assert.ok(inside >= 4_400 && inside <= 4_600, String(inside));
  });

  it('does not make up for a long stop by a rush', () => {
    const door = new Door(10_000);
    let inside = 0;
    for (let id = 0; id < 20_000; id += 1) door.admission.enter({ begin: () => (inside += 1) });
    door.now += 2_000;
    door.pass(20);
    assert.ok(inside <= 50 + 1_000 + 200, String(inside));
  });

  it('gives the place of one that left to the next', () => {
    const door = new Door(100);
    const inside: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const entrant = { begin: () => inside.push(name) };
      door.admission.enter(entrant);
      if (name === 'second') door.admission.leave(entrant);
    }
    door.pass(10);
    assert.deepEqual(inside, ['first', 'third']);
  });

  it('reads nothing of a call until it is in, and forgets one that is gone', () => {
    const door = new Door(100);
    const calls = ['first', 'second', 'third'].map((name) => {
      const heard: string[] = [];
      const call = { pause: () => heard.push(`${name} pauses`), resume: () => heard.push(`${name} goes on`) };
      return { heard, place: admit(call, door.admission) };
    });
    assert.deepEqual(
      calls.map(({ heard, place }) => [place.delayed, heard]),
      [
        [false, []],
        [true, ['second pauses']],
        [true, ['third pauses']],
      ],
    );
    calls[1]?.place.leave();
    door.pass(10);
    assert.deepEqual(
      calls.map(({ heard }) => heard),
      [[], ['second pauses'], ['third pauses', 'third goes on']],
    );
    assert.equal(door.admission.waiting, 0);
  });
});
