import { defineCodes } from './code-info.ts';

/** MCP10xx: the text and shape of any input file. */
export const sharedCodes = defineCodes({
  MCP1001: {
    severity: 'error',
    title: 'YAML syntax error',
    help: 'Correct the YAML at this place; check indentation, quotes and brackets.',
  },
  MCP1002: {
    severity: 'error',
    title: 'File is empty',
    help: 'Write the content, or restore the file; an empty file is never taken for "nothing".',
  },
  MCP1003: {
    severity: 'error',
    title: 'More than one YAML document',
    help: 'Keep one document in a file; remove the `---` and what follows, or move it to a file of its own.',
  },
  MCP1004: { severity: 'error', title: 'Key is defined twice', help: 'Remove one of the two.' },
  MCP1005: {
    severity: 'error',
    title: 'Unknown field',
    help: 'Remove the field or correct its spelling; docs/files.md lists the fields.',
  },
  MCP1006: { severity: 'error', title: 'Required field is missing', help: 'Add the field.' },
  MCP1007: {
    severity: 'error',
    title: 'Value has the wrong type',
    help: 'Write a value of the expected type; docs/files.md shows the shape.',
  },
  MCP1008: {
    severity: 'error',
    title: 'A name is read as a number or another non-text value',
    help: 'Put the name in quotes.',
  },
  MCP1009: {
    severity: 'error',
    title: 'Value is not one of the allowed ones',
    help: 'Use one of the allowed values.',
  },
  MCP1010: {
    severity: 'error',
    title: 'Name has characters that are not allowed',
    help: 'Use lower-case letters, digits and inner hyphens, starting with a letter, at most 63 characters.',
  },
  MCP1011: {
    severity: 'error',
    title: 'Not a duration',
    help: 'Write a whole number with a unit: `500ms`, `5s`, `1m`, `2h`.',
  },
  MCP1012: {
    severity: 'error',
    title: 'Document exceeds a limit',
    help: 'Make the document smaller or flatter, or write out what its aliases multiply.',
  },
  MCP1013: {
    severity: 'error',
    title: 'Alias without an anchor',
    help: 'Define the anchor (`&name`) before the alias (`*name`) that uses it.',
  },
  MCP1014: {
    severity: 'error',
    title: 'Not a listener address',
    help: 'Write an IP address and a port: `127.0.0.1:15001`, `0.0.0.0:15006`, `[::]:15006`.',
  },
  MCP1015: {
    severity: 'error',
    title: 'Number is out of range',
    help: 'Use a whole number within the range.',
  },
  MCP1016: {
    severity: 'error',
    title: 'Not a header name',
    help: 'Use letters, digits and hyphens, without a colon.',
  },
  MCP1017: {
    severity: 'error',
    title: 'YAML tag is not supported',
    help: 'Remove the tag; only the standard tags for text, numbers, booleans, null, lists and mappings are read.',
  },
  MCP1018: {
    severity: 'error',
    title: 'Not a path below the catalog directory',
    help: 'Name a file relative to the catalog directory, with `/` and without `..`.',
  },
  MCP1019: {
    severity: 'error',
    title: 'List or mapping is empty, or has an item twice',
    help: 'List each item once, and at least one.',
  },
  MCP1020: {
    severity: 'error',
    title: 'Text has characters that are not allowed',
    help: 'Use only the characters that the message names.',
  },
  MCP1021: { severity: 'error', title: 'Not an IP address', help: 'Write an IP address, such as 127.0.0.1.' },
  MCP1022: {
    severity: 'error',
    title: 'Key is a list or mapping',
    help: 'Write plain text as the key; quote it if it begins with a bracket or brace.',
  },
  MCP1023: {
    severity: 'warning',
    title: 'More findings of the same kind',
    help: 'Mend those that are listed; the others are shown then.',
  },
});
