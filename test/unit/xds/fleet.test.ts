import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createFleet } from '../../../src/xds/fleet.ts';
import type { FleetMember, FleetRegistry } from '../../../src/xds/fleet.ts';
import { nodeGroup } from '../../support/xds/mesh.ts';

interface Member extends FleetMember {
  /** What it has accepted whole. */
  holds: string | null;
  of: string | undefined;
  /** How often the fleet asked it. */
  looks: number;
}

function member(id: number, holds: string | null = null, of?: string): Member {
  const own: Member = {
    id,
    group: nodeGroup('svc'),
    holds,
    of,
    looks: 0,
    view: () => {
      throw new Error('nobody wants to see it');
    },
    syncedVersion: () => {
      own.looks += 1;
      return own.holds;
    },
    variant: () => own.of,
  };
  return own;
}

interface Bench {
  readonly fleet: FleetRegistry;
  readonly converged: string[];
  /** Lets the fleet look. */
  readonly turn: () => void;
}

function bench(): Bench {
  const tasks: (() => void)[] = [];
  const fleet = createFleet({ now: () => 0, defer: (task) => tasks.push(task) });
  const converged: string[] = [];
  fleet.onConverged(({ version }) => converged.push(version));
  return {
    fleet,
    converged,
    turn: () => {
      for (const task of tasks.splice(0)) task();
    },
  };
}

describe('convergence of a fleet', () => {
  it('is told once, when the last member holds the version', () => {
    const { fleet, converged, turn } = bench();
    const members = [member(1), member(2), member(3)];
    for (const one of members) fleet.join(one);
    turn();
    for (const one of members) {
      assert.deepEqual(converged, []);
      one.holds = 'v1';
      fleet.changed(one);
      turn();
    }
    assert.deepEqual(converged, ['v1']);
    for (const one of members) fleet.changed(one);
    turn();
    assert.deepEqual(converged, ['v1']);
  });

  it('waits while members hold different versions, and comes when the one that lags leaves', () => {
    const { fleet, converged, turn } = bench();
    const [old, late, current] = [member(1, 'v1'), member(2), member(3, 'v2')];
    for (const one of [old, late, current]) fleet.join(one);
    turn();
    fleet.leave(late);
    turn();
    assert.deepEqual(converged, []);
    fleet.leave(old);
    turn();
    assert.deepEqual(converged, ['v2']);
  });

  it('is that of each variant by itself', () => {
    const { fleet, converged, turn } = bench();
    const [plain, zone] = [member(1, 'v1'), member(2, 'z1', 'zone')];
    for (const one of [plain, zone]) fleet.join(one);
    turn();
    assert.deepEqual(converged.sort(), ['v1', 'z1']);
    zone.holds = 'z2';
    fleet.changed(zone);
    turn();
    assert.deepEqual(converged, ['v1', 'z1', 'z2']);
    // It moves over to the other variant, whose version it holds then.
    [zone.holds, zone.of] = ['v1', undefined];
    fleet.changed(zone);
    turn();
    assert.deepEqual(converged, ['v1', 'z1', 'z2']);
  });

  it('looks at a member as often as something changed about it, however many come after it', () => {
    const { fleet, converged, turn } = bench();
    const members = Array.from({ length: 200 }, (_, index) => member(index, 'v1'));
    for (const one of members) {
      fleet.join(one);
      turn();
    }
    assert.deepEqual(converged, ['v1']);
    assert.deepEqual(new Set(members.map(({ looks }) => looks)), new Set([1]));
  });

  it('looks at those that wait for one that lags only when it does not any more', () => {
    const { fleet, converged, turn } = bench();
    const slow = member(0);
    const others = Array.from({ length: 100 }, (_, index) => member(index + 1));
    for (const one of [slow, ...others]) fleet.join(one);
    turn();
    for (const one of others) {
      one.holds = 'v1';
      fleet.changed(one);
      turn();
    }
    assert.equal(
      others.reduce((sum, { looks }) => sum + looks, 0),
      0,
    );
    slow.holds = 'v1';
    fleet.changed(slow);
    turn();
    assert.deepEqual(converged, ['v1']);
    assert.equal(
      others.reduce((sum, { looks }) => sum + looks, 0),
      100,
    );
  });

  it('is told whenever no member lags and all of a variant hold what they did not before, whoever comes and goes', () => {
    const id = fc.integer({ min: 0, max: 5 });
    const event = fc.oneof(
      fc.record({ kind: fc.constant('join' as const), id }),
      fc.record({ kind: fc.constant('leave' as const), id }),
      fc.record({
        kind: fc.constant('hold' as const),
        id,
        holds: fc.oneof(
          fc.constantFrom(null, 'v1', 'v2'),
          fc.integer({ min: 3, max: 20 }).map((version) => `v${version}`),
        ),
        of: fc.constantFrom(undefined, 'zone'),
      }),
      fc.record({ kind: fc.constant('turn' as const) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { fleet, converged, turn } = bench();
        const members = new Map<number, Member>();
        const expected: string[] = [];
        let before = new Map<string | undefined, string>();
        const look = (): void => {
          turn();
          const held = new Map<string | undefined, Set<string | null>>();
          for (const { of, holds } of members.values()) held.set(of, (held.get(of) ?? new Set()).add(holds));
          const versions = new Map<string | undefined, string>();
          for (const [of, [one, ...others]] of held) {
            if (typeof one === 'string' && others.length === 0) versions.set(of, one);
          }
          if (versions.size < held.size) return;
          for (const [of, version] of versions) if (before.get(of) !== version) expected.push(version);
          before = members.size === 0 ? new Map<string | undefined, string>() : versions;
        };
        for (const one of events) {
          if (one.kind === 'turn') {
            look();
            continue;
          }
          const known = members.get(one.id);
          if (one.kind === 'join' && !known) {
            const made = member(one.id);
            members.set(one.id, made);
            fleet.join(made);
          } else if (one.kind === 'leave' && known) {
            members.delete(one.id);
            fleet.leave(known);
          } else if (one.kind === 'hold' && known) {
            [known.holds, known.of] = [one.holds, one.of];
            fleet.changed(known);
          }
          // A group that has gone is forgotten, looked at or not.
          if (members.size === 0) before = new Map<string | undefined, string>();
        }
        look();
        assert.deepEqual(converged.sort(), expected.sort());
      }),
      { numRuns: 500 },
    );
  });
});
