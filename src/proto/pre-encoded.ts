/** A message that is encoded already; opaque to everyone but the codec. */
export class PreEncoded {
  readonly type: string;
  readonly bytes: Uint8Array;

  constructor(type: string, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }
}
