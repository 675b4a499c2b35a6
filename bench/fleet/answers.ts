import type { ResourceType } from '../../src/snapshot/model.ts';

/** A response as it came in one read, and what is said to it. */
export interface Answer {
  readonly chunk: Buffer;
  readonly ack: Buffer;
  readonly type: ResourceType;
  /** Resources in it. */
  readonly count: number;
}

/**
 * All sidecars of a service are sent the same bytes: one of them reads a response, the others know it again, so that
 * a thousand of them cost little more than their sockets.
 */
export interface Answers {
  find(chunk: Buffer): Answer | null;
  add(answer: Answer): void;
}

/** Responses that are under way at a time. */
const MOST = 8;

export function createAnswers(): Answers {
  const known: Answer[] = [];
  return {
    find(chunk) {
      return known.find((one) => one.chunk.length === chunk.length && one.chunk.equals(chunk)) ?? null;
    },
    add(answer) {
      known.unshift(answer);
      if (known.length > MOST) known.pop();
    },
  };
}
