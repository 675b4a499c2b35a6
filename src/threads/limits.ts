import { DEFAULT_LIMITS } from '../grpc/model.ts';
import { ADMIT_PER_SECOND, XDS_LIMITS } from '../xds/server.ts';
import type { ServerSettings } from './protocol.ts';

/** What one of so many threads may use of the limits that are for all clients together; the others are as they are. */
export function shareOf(settings: ServerSettings, threads: number): ServerSettings {
  const { admitPerSecond = ADMIT_PER_SECOND, limits } = settings;
  const { maxConnections, maxStreams, maxRequestBytes } = { ...DEFAULT_LIMITS, ...XDS_LIMITS, ...limits };
  const part = (limit: number): number => Math.ceil(limit / threads);
  return {
    ...settings,
    admitPerSecond: part(admitPerSecond),
    limits: {
      ...limits,
      maxConnections: part(maxConnections),
      maxStreams: part(maxStreams),
      maxRequestBytes: part(maxRequestBytes),
    },
  };
}
