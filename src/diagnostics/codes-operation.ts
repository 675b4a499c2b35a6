import { defineCodes } from './code-info.ts';

/** MCP15xx: references between files; MCP16xx: compile and size limits. */
export const joinCodes = defineCodes({});

/** MCP17xx: reloads that are held or refused; MCP18xx: the daemon and its start. */
export const operationCodes = defineCodes({});
