import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { diagnostic } from '../../../src/diagnostics/create.ts';
import {
  formatDiagnostic,
  hasErrors,
  sortDiagnostics,
  suggest,
  withStrict,
} from '../../../src/diagnostics/format.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';

const at = { file: 'mesh.yaml', line: 3, column: 5 };

describe('diagnostic', () => {
  it('takes severity and help from the catalogue, and is frozen', () => {
    const d = diagnostic('MCP1201', { at, path: 'prices', message: 'twice' });
    assert.equal(d.severity, 'warning');
    assert.match(d.help, /^Remove one/);
    assert.equal(Object.isFrozen(d), true);
    assert.equal('related' in d, false);
  });

  it('lets a report say something more precise', () => {
    const d = diagnostic('MCP1201', { at, path: '', message: 'm', help: 'h', severity: 'error' });
    assert.deepEqual([d.severity, d.help], ['error', 'h']);
  });

  it('is printed with its related places and its hint', () => {
    const related = [{ file: 'mesh.yaml', line: 1, column: 1, message: 'first here' }];
    const text = formatDiagnostic(
      diagnostic('MCP1004', { at, path: 'a', message: '"a" is defined twice', related }),
    );
    assert.equal(
      text,
      'mesh.yaml:3:5: error MCP1004 "a" is defined twice\n    mesh.yaml:1:1: first here\n    hint: Remove one of the two.',
    );
  });

  it('sorts by file, line, column, then code, without touching the argument', () => {
    const make = (place: string, code: 'MCP1004' | 'MCP1005'): Diagnostic => {
      const [file = '', line, column] = place.split(':');
      return diagnostic(code, {
        at: { file, line: Number(line), column: Number(column) },
        path: '',
        message: 'm',
      });
    };
    const sorted = [
      make('a:2:1', 'MCP1004'),
      make('a:10:1', 'MCP1004'),
      make('a:10:2', 'MCP1004'),
      make('a:10:2', 'MCP1005'),
      make('b:1:1', 'MCP1004'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
        const before = [...shuffled];
        assert.deepEqual(sortDiagnostics(shuffled), sorted);
        assert.deepEqual(shuffled, before);
      }),
    );
  });

  it('--strict makes errors of warnings', () => {
    const warnings = [diagnostic('MCP1201', { at, path: '', message: 'm' })];
    assert.equal(hasErrors(warnings), false);
    assert.equal(hasErrors(withStrict(warnings)), true);
    assert.equal(warnings[0]?.severity, 'warning');
  });
});

describe('suggest', () => {
  const fields = [
    'connectTimeout',
    'requestTimeout',
    'loadBalancing',
    'resolution',
    'calls',
    'callsAdapters',
  ];

  for (const [word, expected] of [
    ['conectTimeout', 'connectTimeout'],
    ['connect_timeout', 'connectTimeout'],
    ['CALLS', 'calls'],
    ['call', 'calls'],
    ['resolutoin', 'resolution'],
    ['timeout', null],
    ['x', null],
    ['', null],
    ['c'.repeat(1_000_000), null],
  ] as const) {
    it(`${word.slice(0, 20)} → ${expected ?? 'nothing'}`, () => {
      assert.equal(suggest(word, fields), expected);
    });
  }

  it('finds each candidate by itself, and by itself with two letters swapped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.nat({ max: 3 }), (field, i) => {
        assert.equal(suggest(field, fields), field);
        const swapped = field.slice(0, i) + (field[i + 1] ?? '') + (field[i] ?? '') + field.slice(i + 2);
        assert.equal(suggest(swapped, fields), field);
      }),
    );
  });

  it('shows control characters of a file as text, so that they steer no terminal', () => {
    const found = diagnostic('MCP1210', {
      at: { file: 'a\u001b.yaml', line: 1, column: 1 },
      path: '',
      message: 'unknown status "\u001b[31m\u009b\u007f"',
      help: '',
    });
    assert.equal(
      formatDiagnostic(found),
      'a\\u001b.yaml:1:1: warning MCP1210 unknown status "\\u001b[31m\\u009b\\u007f"',
    );
  });
});
