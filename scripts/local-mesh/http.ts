import { connect } from 'node:net';

export interface RawRequest {
  readonly host: string;
  readonly port: number;
  /** Sent byte for byte: nothing is normalized, escaped or checked. */
  readonly path: string;
  /** Default GET. */
  readonly method?: string;
  /** The `host` header; default `<host>:<port>`. */
  readonly authority?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

export interface RawResponse {
  readonly status: number;
  /** Names in lower case; of a repeated header the last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One HTTP/1.1 exchange on a socket of its own. Ordinary clients tidy a path up before they send it; routing has
 * to be shown on the path as a stranger may send it.
 * @throws if the connection fails, is reset, or ends before the response is whole.
 */
export async function rawRequest(request: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: request.host, port: request.port });
    let bytes = Buffer.alloc(0);
    const finish = (ended: boolean): void => {
      const response = parseResponse(bytes, ended);
      if (response === null) return;
      resolve(response);
      socket.destroy();
    };
    socket.setTimeout(request.timeoutMs ?? 10_000, () =>
      socket.destroy(new Error(`no answer to ${request.path}`)),
    );
    socket.once('connect', () => socket.write(head(request)));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      finish(false);
    });
    socket.once('error', reject);
    socket.once('close', () => {
      finish(true);
      reject(
        new Error(`the connection closed before the response was whole: ${bytes.toString('latin1', 0, 200)}`),
      );
    });
  });
}

/** The same, with the body read as JSON. */
export async function getJson<T>(request: RawRequest): Promise<T> {
  const response = await rawRequest(request);
  if (response.status !== 200)
    throw new Error(`${request.path} answered ${response.status}: ${response.body.slice(0, 300)}`);
  return JSON.parse(response.body) as T;
}

function head(request: RawRequest): string {
  const body = request.body ?? '';
  const headers: Record<string, string> = {
    host: request.authority ?? `${request.host}:${request.port}`,
    connection: 'close',
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...request.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${request.method ?? 'GET'} ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Null while more is to come. Without a length the body goes on to the connection's end. */
function parseResponse(bytes: Buffer, ended: boolean): RawResponse | null {
  const split = bytes.indexOf('\r\n\r\n');
  if (split < 0) return null;
  const [statusLine = '', ...lines] = bytes.subarray(0, split).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const body = bodyOf(bytes.subarray(split + 4), headers, ended);
  return body === null
    ? null
    : { status: Number(statusLine.split(' ')[1]), headers, body: body.toString('utf8') };
}

function bodyOf(bytes: Buffer, headers: Readonly<Record<string, string>>, ended: boolean): Buffer | null {
  if (headers['transfer-encoding'] === 'chunked') return unchunk(bytes);
  const length = headers['content-length'];
  if (length === undefined) return ended ? bytes : null;
  return bytes.length < Number(length) ? null : bytes;
}

function unchunk(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return null;
    const size = parseInt(bytes.toString('latin1', at, end), 16);
    if (size === 0) return Buffer.concat(parts);
    if (bytes.length < end + 2 + size + 2) return null;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
