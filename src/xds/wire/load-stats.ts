import protobuf from 'protobufjs/minimal.js';
import { messageEnd, readFields } from './node.ts';

type Reader = protobuf.Reader;

/** One cluster's requests to one zone since the last report. */
export interface ZoneLoad {
  readonly zone: string;
  readonly successes: number;
  readonly errors: number;
  readonly inProgress: number;
  readonly issued: number;
}

/** `envoy.config.endpoint.v3.ClusterStats`, as far as it is used. */
export interface ClusterLoad {
  readonly cluster: string;
  readonly zones: readonly ZoneLoad[];
  /** Requests that were never sent, by why; the category is empty where the client names none. */
  readonly drops: ReadonlyMap<string, number>;
  /** Milliseconds that the report is about. */
  readonly interval: number;
}

/** `envoy.service.load_stats.v3.LoadStatsRequest`. Throws a RangeError or Error on bytes that are none. */
export function decodeLoadStats(bytes: Uint8Array): ClusterLoad[] {
  const reader = protobuf.Reader.create(bytes);
  const loads: ClusterLoad[] = [];
  readFields(reader, reader.len, (number, wireType) => {
    if (number !== 2 || wireType !== 2) return false;
    loads.push(readCluster(reader, messageEnd(reader)));
    return true;
  });
  return loads;
}

function readCluster(reader: Reader, end: number): ClusterLoad {
  let cluster = '';
  let dropped = 0;
  let interval = 0;
  const zones: ZoneLoad[] = [];
  const drops = new Map<string, number>();
  readFields(reader, end, (number, wireType) => {
    if (number === 1 && wireType === 2) cluster = reader.string();
    else if (number === 2 && wireType === 2) zones.push(readZone(reader, messageEnd(reader)));
    else if (number === 3 && wireType === 0) dropped = toNumber(reader.uint64());
    else if (number === 5 && wireType === 2) readDrop(reader, messageEnd(reader), drops);
    else if (number === 4 && wireType === 2) interval = readDuration(reader, messageEnd(reader));
    else return false;
    return true;
  });
  // gRPC's total has those of the categories in it, Envoy's only the others.
  for (const count of drops.values()) dropped -= count;
  if (dropped > 0) drops.set('', (drops.get('') ?? 0) + dropped);
  return { cluster, zones, drops, interval };
}

/** `ClusterStats.DroppedRequests`. */
function readDrop(reader: Reader, end: number, drops: Map<string, number>): void {
  let category = '';
  let count = 0;
  readFields(reader, end, (number, wireType) => {
    if (number === 1 && wireType === 2) category = reader.string();
    else if (number === 2 && wireType === 0) count = toNumber(reader.uint64());
    else return false;
    return true;
  });
  if (count > 0) drops.set(category, (drops.get(category) ?? 0) + count);
}

function readZone(reader: Reader, end: number): ZoneLoad {
  let zone = '';
  const counts = { successes: 0, inProgress: 0, errors: 0, issued: 0 };
  const fields = new Map<number, keyof typeof counts>([
    [2, 'successes'],
    [3, 'inProgress'],
    [4, 'errors'],
    [8, 'issued'],
  ]);
  readFields(reader, end, (number, wireType) => {
    if (number === 1 && wireType === 2) {
      // envoy.config.core.v3.Locality: the zone is field 2.
      readFields(reader, messageEnd(reader), (part, partType) => {
        if (part !== 2 || partType !== 2) return false;
        zone = reader.string();
        return true;
      });
      return true;
    }
    const field = fields.get(number);
    if (field === undefined || wireType !== 0) return false;
    counts[field] = toNumber(reader.uint64());
    return true;
  });
  return { zone, ...counts };
}

function readDuration(reader: Reader, end: number): number {
  let milliseconds = 0;
  readFields(reader, end, (number, wireType) => {
    if (wireType !== 0 || number > 2) return false;
    milliseconds += number === 1 ? toNumber(reader.int64()) * 1_000 : reader.int32() / 1e6;
    return true;
  });
  return milliseconds;
}

/** The reader gives a Long where that package is installed. */
const toNumber = (value: { toString(): string }): number => Number(value.toString());

/**
 * `LoadStatsResponse`: reports on all clusters, at this interval. By locality, not by endpoint: a fleet's endpoints
 * times its sidecars would be most of the traffic.
 */
export function encodeLoadStatsResponse(intervalMs: number): Buffer {
  const writer = protobuf.Writer.create();
  const seconds = Math.floor(intervalMs / 1_000);
  const nanos = (intervalMs % 1_000) * 1e6;
  writer.uint32(18).fork();
  if (seconds > 0) writer.uint32(8).int64(seconds);
  if (nanos > 0) writer.uint32(16).int32(nanos);
  writer.ldelim().uint32(32).bool(true);
  return Buffer.from(writer.finish());
}
