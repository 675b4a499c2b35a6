/** A DeltaDiscoveryResponse, without the contents of what is large. */
export interface ScannedResponse {
  readonly typeUrl: string;
  readonly nonce: string;
  /** Resources in it, large and small. */
  readonly count: number;
  /** The small ones, encoded (`envoy.service.discovery.v3.Resource`). */
  readonly small: readonly Uint8Array[];
}

/** Beyond this a resource is passed over: a thousand clients that each hold a route table would need gigabytes. */
export const LARGE_BYTES = 65_536;
const FIELD = { resources: 2, typeUrl: 4, nonce: 5 } as const;

interface Head {
  readonly field: number;
  readonly length: number;
  /** Where the content begins. */
  readonly at: number;
}

/** Reads a response piece by piece; all of its fields have a length. */
export class ResponseScan {
  readonly #large: number;
  #rest: Buffer = Buffer.alloc(0);
  #skip = 0;
  #typeUrl = '';
  #nonce = '';
  #count = 0;
  #small: Uint8Array[] = [];

  /** Resources of more than `large` bytes are passed over. */
  constructor(large: number) {
    this.#large = large;
  }

  /** The piece is not kept: what is needed of it later is copied. */
  take(piece: Buffer): void {
    const data = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = Math.min(this.#skip, data.length);
    this.#skip -= at;
    for (let head = headAt(data, at); head !== null; head = headAt(data, at)) {
      const end = head.at + head.length;
      if (head.field === FIELD.resources && head.length > this.#large) {
        this.#count += 1;
        at = Math.min(end, data.length);
        this.#skip = end - at;
      } else if (end > data.length) break;
      else {
        this.#field(head.field, data.subarray(head.at, end));
        at = end;
      }
    }
    this.#rest = Buffer.from(data.subarray(at));
  }

  /** At the end of the message. */
  finish(): ScannedResponse {
    if (this.#rest.length > 0 || this.#skip > 0) throw new Error('a response ends in the middle of a field');
    return { typeUrl: this.#typeUrl, nonce: this.#nonce, count: this.#count, small: this.#small };
  }

  #field(field: number, content: Buffer): void {
    if (field === FIELD.typeUrl) this.#typeUrl = content.toString();
    else if (field === FIELD.nonce) this.#nonce = content.toString();
    else if (field === FIELD.resources) {
      this.#count += 1;
      this.#small.push(Uint8Array.from(content));
    }
  }
}

function headAt(data: Buffer, start: number): Head | null {
  const tag = varintAt(data, start);
  const length = tag && varintAt(data, tag.end);
  if (!tag || !length) return null;
  if ((tag.value & 7) !== 2) throw new Error(`a response has a field ${tag.value >>> 3} without a length`);
  return { field: tag.value >>> 3, length: length.value, at: length.end };
}

function varintAt(data: Buffer, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let at = start; at < data.length; at += 1) {
    const byte = data[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return null;
}
