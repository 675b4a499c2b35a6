import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admitted, createAdmission } from '../../../src/xds/admission.ts';
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
      this.now = next.at;
      next.task();
    }
    this.now = end;
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

class Stream {
  readonly heard: string[] = [];
  closed = false;
  receive(message: Uint8Array): void {
    this.heard.push(new TextDecoder().decode(message));
  }
  close(): void {
    this.closed = true;
  }
}

describe('the admission of streams', () => {
  it('lets a few in at once', () => {
    const { admission } = new Door(5_000);
    let inside = 0;
    for (let count = 0; count < 50; count += 1) admission.enter(() => (inside += 1));
    assert.equal(inside, 50);
    assert.equal(admission.waiting, 0);
  });

  it('lets a storm in at the rate, in its order, and nobody stays outside', () => {
    const door = new Door(5_000);
    const inside: number[] = [];
    for (let id = 0; id < 20_000; id += 1) door.admission.enter(() => inside.push(id));
    door.pass(1_000);
    assert.ok(inside.length >= 4_900 && inside.length <= 5_100, String(inside.length));
    door.pass(3_000);
    assert.equal(inside.length, 20_000);
    assert.deepEqual(
      inside,
      [...inside].sort((a, b) => a - b),
    );
  });

  it('gives the place of one that left to the next', () => {
    const door = new Door(100);
    const inside: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const leave = door.admission.enter(() => inside.push(name));
      if (name === 'second') leave();
    }
    door.pass(10);
    assert.deepEqual(inside, ['first', 'third']);
  });

  it('keeps what a stream says until it is in', () => {
    const door = new Door(100);
    const [first, second] = [new Stream(), new Stream()];
    const refuse = (message: string): void => assert.fail(message);
    const one = admitted(first, door.admission, refuse);
    const two = admitted(second, door.admission, refuse);
    one.receive(bytes('a'));
    const message = bytes('b');
    two.receive(message);
    // As the transport does with its buffers.
    message.fill(0);
    two.receive(bytes('c'));
    assert.deepEqual([first.heard, second.heard], [['a'], []]);
    door.pass(10);
    two.receive(bytes('d'));
    assert.deepEqual(second.heard, ['b', 'c', 'd']);
  });

  it('holds little of what one says before, and nothing of one that is gone', () => {
    const door = new Door(100);
    admitted(new Stream(), door.admission, () => undefined);
    const refused: string[] = [];
    const stream = new Stream();
    const waiting = admitted(stream, door.admission, (message) => refused.push(message));
    for (let count = 0; count < 5; count += 1) waiting.receive(new Uint8Array(1_048_576));
    assert.equal(refused.length, 1);
    waiting.close();
    door.pass(100);
    assert.deepEqual([stream.heard, stream.closed, door.admission.waiting], [[], true, 0]);
  });
});
