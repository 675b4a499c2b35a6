import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordDoubts } from '../../../src/diagnostics/doubts.ts';

describe('doubts', () => {
  it('reach from a value into all its parts, and not to its neighbours', () => {
    const doubts = recordDoubts();
    doubts.add('services.a');
    const inDoubt = ['services.a', 'services.a.app.port', 'services.a.calls[0]'];
    assert.deepEqual(
      inDoubt.filter((path) => doubts.at(path)),
      inDoubt,
    );
    assert.deepEqual(
      ['', 'services', 'services.ab', 'services.b.app'].filter((path) => doubts.at(path)),
      [],
    );
  });

  it('are within all that their value is part of', () => {
    const doubts = recordDoubts();
    doubts.add('services.a.calls[2]');
    const wholes = ['', 'services', 'services.a', 'services.a.calls', 'services.a.calls[2]'];
    assert.deepEqual(
      wholes.filter((path) => doubts.within(path)),
      wholes,
    );
    assert.deepEqual(
      ['services.a.calls[1]', 'services.b', 'adapters'].filter((path) => doubts.within(path)),
      [],
    );
  });

  it('of the whole file cover every path', () => {
    const doubts = recordDoubts();
    assert.deepEqual([doubts.at(''), doubts.within(''), doubts.at('a.b')], [false, false, false]);
    doubts.add('');
    assert.deepEqual([doubts.at(''), doubts.at('a.b'), doubts.mayName('a', 'x')], [true, true, true]);
  });

  it('take a wrong name for those that it resembles, and too many wrong names for any', () => {
    const doubts = recordDoubts();
    doubts.addName('services', 'Resolver');
    assert.deepEqual(
      ['resolver', 'ledger'].map((name) => doubts.mayName('services', name)),
      [true, false],
    );
    assert.equal(doubts.mayName('adapters', 'resolver'), false);
    for (let i = 0; i < 100; i++) doubts.addName('services', `Ba d${i}`);
    assert.equal(doubts.mayName('services', 'ledger'), true);
  });
});
