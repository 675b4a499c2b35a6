/** How a new structure comes to the fleet. Times in milliseconds. */
export interface WaveSettings {
  /** One sidecar of each service goes first. Default true. */
  readonly canary: boolean;
  /** Then these shares of the sidecars, in percent, ascending; the last is 100. Default 10, 50, 100. */
  readonly shares: readonly number[];
  /** How long a step waits for ACKs before it goes back. Default 30,000. */
  readonly timeout: number;
}

export const DEFAULT_WAVES: WaveSettings = Object.freeze({
  canary: true,
  shares: Object.freeze([10, 50, 100]),
  timeout: 30_000,
});

/** Canaries that may fall silent or go, one after the other, before the wave goes back. */
export const MOST_CANARIES = 3;

/** A wave that went back for want of answers is tried again after its time-out, doubled each time up to this. */
export const LONGEST_RETRY = 600_000;
