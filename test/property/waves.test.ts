import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Quarantine } from '../../src/delivery/quarantine.ts';
import { DEFAULT_WAVES } from '../../src/delivery/settings.ts';
import type { Generation } from '../../src/delivery/structure.ts';
import { Wave } from '../../src/delivery/wave.ts';
import type { WaveEvent } from '../../src/delivery/wave-model.ts';
import { snapshotOf } from '../support/xds/mesh.ts';

const runs = Number(process.env['MONIKER_PROPERTY_RUNS'] ?? 400);
const KEY = 'group';
const CLUSTER = 'a/v1';
const { timeout } = DEFAULT_WAVES;

/** Structures are numbers: the revision of the one cluster. */
const snapshots = new Map<number, ReturnType<typeof snapshotOf>>();
function generation(revision: number): Generation {
  const spec = {
    targets: { a: { v1: 10 } },
    listeners: { one: 'a' },
    clusterRevisions: { [CLUSTER]: revision },
  };
  const snapshot = snapshots.get(revision) ?? snapshotOf(spec);
  snapshots.set(revision, snapshot);
  return { groups: new Map([[KEY, snapshot]]) };
}
const versionOf = (generation: Generation | undefined): string =>
  generation?.groups.get(KEY)?.sets.cds.byName.get(CLUSTER)?.version ?? '';

interface Node {
  readonly id: number;
  readonly nodeId: string;
  silent: boolean;
  /** What it has last answered to. */
  answered: Generation | undefined;
  /** Since when it has not had the newest. */
  behindSince: number | null;
}

/** A fleet of one service around the state machine, with a clock of its own. */
class Fleet {
  readonly quarantine = new Quarantine();
  readonly wave: Wave;
  readonly nodes = new Map<number, Node>();
  readonly everGiven = new Map<string, Set<string>>();
  poison: ReadonlySet<number>;
  newest = 0;
  now = 0;
  #lastId = 0;

  constructor(poison: ReadonlySet<number>) {
    this.poison = poison;
    this.wave = new Wave(generation(0), {
      settings: DEFAULT_WAVES,
      blocked: (candidate, accepted) => this.quarantine.find('1.40', candidate, accepted),
    });
  }

  isBad(given: Generation | undefined): boolean {
    return [...this.poison].some((revision) => versionOf(generation(revision)) === versionOf(given));
  }

  step(event: WaveEvent): void {
    for (const effect of this.wave.step(event, this.now)) {
      if (effect.kind !== 'quarantine') continue;
      const { fault, by } = effect;
      this.quarantine.add({ fault, by, envoy: '1.40', service: 'svc', since: this.now });
    }
    this.check();
  }

  check(): void {
    let bad = 0;
    for (const node of this.nodes.values()) {
      const given = this.wave.given(node.id);
      assert.ok(given, 'a node without a snapshot');
      const version = versionOf(given);
      const holders = this.everGiven.get(version) ?? new Set();
      this.everGiven.set(version, holders.add(node.nodeId));
      if (this.isBad(given)) bad += 1;
      if (version === versionOf(generation(this.newest))) node.behindSince = null;
      else node.behindSince ??= this.now;
    }
    assert.ok(bad <= 1, `${bad} nodes hold at once what one of them has to reject first`);
  }

  publish(revision: number): void {
    this.newest = revision;
    this.step({ kind: 'publish', newest: generation(revision) });
  }

  join(silent: boolean): void {
    const id = (this.#lastId += 1);
    this.nodes.set(id, { id, nodeId: `n${id}`, silent, answered: undefined, behindSince: null });
    this.step({ kind: 'join', member: { id, nodeId: `n${id}`, key: KEY } });
  }

  leave(index: number): void {
    const node = [...this.nodes.values()][index % Math.max(1, this.nodes.size)];
    if (!node) return;
    this.nodes.delete(node.id);
    this.step({ kind: 'leave', id: node.id });
  }

  /** One node that has something to say says it. */
  answer(index: number): boolean {
    const open = [...this.nodes.values()].filter(
      (node) => !node.silent && node.answered !== this.wave.given(node.id),
    );
    const node = open[index % Math.max(1, open.length)];
    if (!node) return false;
    this.answerOf(node);
    return true;
  }

  answerOf(node: Node): void {
    const given = this.wave.given(node.id);
    node.answered = given;
    if (!this.isBad(given)) this.step({ kind: 'accepted', id: node.id });
    else {
      const suspects = new Map([[CLUSTER, versionOf(given)]]);
      const refusal = {
        type: 'cds',
        message: `Error adding ${CLUSTER}: bad`,
        local: false,
        suspects,
      } as const;
      this.step({ kind: 'refused', id: node.id, refusal });
    }
  }

  /** Time passes, with every tick that falls due. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (let { deadline } = this.wave; deadline !== null && deadline <= end; { deadline } = this.wave) {
      this.now = Math.max(this.now, deadline);
      this.step({ kind: 'tick' });
    }
    this.now = end;
    this.check();
  }

  settle(): void {
    for (let round = 0; round < 400; round += 1) {
      while (this.answer(0));
      if (this.wave.deadline === null) return;
      this.pass(Math.max(1, this.wave.deadline - this.now));
    }
  }
}

type Action =
  | { readonly kind: 'publish'; readonly revision: number }
  | { readonly kind: 'join'; readonly silent: boolean }
  | { readonly kind: 'leave'; readonly index: number }
  | { readonly kind: 'answer'; readonly index: number }
  | { readonly kind: 'pass'; readonly time: number };

const index = fc.nat(20);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('publish' as const), revision: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), silent: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), index }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('answer' as const), index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), time: fc.nat(40_000) }) },
);

function play(fleet: Fleet, actions: readonly Action[]): void {
  for (const one of actions) {
    if (one.kind === 'publish') fleet.publish(one.revision);
    else if (one.kind === 'join') fleet.join(one.silent);
    else if (one.kind === 'leave') fleet.leave(one.index);
    else if (one.kind === 'answer') fleet.answer(one.index);
    else fleet.pass(one.time);
  }
}

describe('waves over random fleets', () => {
  it('give every node a snapshot, a bad one to one node at a time, and converge', () => {
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 10, maxLength: 80, size: 'max' }),
        fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
        (actions, poison) => {
          const fleet = new Fleet(new Set(poison));
          fleet.join(false);
          play(fleet, actions);
          // The fleet recovers: those that hung answer again.
          fleet.join(false);
          for (const node of fleet.nodes.values()) node.silent = false;
          fleet.settle();
          const bad = fleet.poison.has(fleet.newest);
          assert.equal(fleet.wave.hold?.reason ?? null, bad ? 'quarantined' : null);
          const wanted = versionOf(bad ? fleet.wave.accepted : generation(fleet.newest));
          for (const { id } of fleet.nodes.values()) assert.equal(versionOf(fleet.wave.given(id)), wanted);
          assert.ok(!fleet.isBad(fleet.wave.accepted), 'a bad snapshot counts as accepted');
        },
      ),
      { numRuns: runs },
    );
  });

  it('never give again what was rejected', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 10, maxLength: 80, size: 'max' }), (actions) => {
        const fleet = new Fleet(new Set([6]));
        for (let count = 0; count < 5; count += 1) fleet.join(false);
        fleet.settle();
        fleet.publish(6);
        fleet.settle();
        const before = new Set(fleet.everGiven.get(versionOf(generation(6))));
        assert.equal(before.size, 1);
        play(fleet, actions);
        assert.deepEqual(fleet.everGiven.get(versionOf(generation(6))), before);
      }),
      { numRuns: runs },
    );
  });

  it('let no healthy node wait longer than the bound, however often something newer comes', () => {
    const slowest = 12_000;
    // Superseding ends after the time-out; the wave that then runs has a step for the canary and for each share, and
    // so has the one behind it.
    const bound = timeout + 2 * (1 + DEFAULT_WAVES.shares.length) * slowest;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: slowest }), { minLength: 20, maxLength: 120 }),
        fc.integer({ min: 1, max: 12 }),
        (pauses, size) => {
          const fleet = new Fleet(new Set());
          for (let count = 0; count < size; count += 1) fleet.join(false);
          fleet.settle();
          const moved = new Map<number, { version: string; at: number }>();
          pauses.forEach((pause, turn) => {
            const open = [...fleet.nodes.values()].filter(
              ({ id, answered }) => answered !== fleet.wave.given(id),
            );
            fleet.publish(turn + 10);
            fleet.pass(pause);
            // Those that were asked before the pause answer after it.
            for (const node of open) fleet.answerOf(node);
            for (const { id } of fleet.nodes.values()) {
              const version = versionOf(fleet.wave.given(id));
              const last = moved.get(id);
              if (last?.version !== version) moved.set(id, { version, at: fleet.now });
              else assert.ok(fleet.now - last.at <= bound, `node ${id} waits for ${fleet.now - last.at} ms`);
            }
          });
          fleet.settle();
          assert.equal(fleet.wave.progress, null);
          for (const { behindSince } of fleet.nodes.values()) assert.equal(behindSince, null);
        },
      ),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  it('reach a healthy fleet without a pause', () => {
    const fleet = new Fleet(new Set());
    for (let count = 0; count < 200; count += 1) fleet.join(false);
    fleet.settle();
    fleet.publish(3);
    while (fleet.answer(0));
    assert.equal(fleet.now, 0);
    assert.equal(versionOf(fleet.wave.accepted), versionOf(generation(3)));
  });
});
