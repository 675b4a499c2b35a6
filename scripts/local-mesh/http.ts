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
  const bytes = await exchange(request);
  return parseResponse(bytes);
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

async function exchange(request: RawRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: request.host, port: request.port });
    const chunks: Buffer[] = [];
    socket.setTimeout(request.timeoutMs ?? 10_000, () =>
      socket.destroy(new Error(`no answer to ${request.path}`)),
    );
    socket.once('connect', () => socket.write(head(request)));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => {
      resolve(Buffer.concat(chunks));
    });
  });
}

function parseResponse(bytes: Buffer): RawResponse {
  const split = bytes.indexOf('\r\n\r\n');
  if (split < 0)
    throw new Error(`the connection closed before a response: ${bytes.toString('latin1').slice(0, 200)}`);
  const [statusLine = '', ...lines] = bytes.subarray(0, split).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const rest = bytes.subarray(split + 4);
  const body =
    headers['transfer-encoding'] === 'chunked' ? unchunk(rest) : wholeBody(rest, headers['content-length']);
  return { status: Number(statusLine.split(' ')[1]), headers, body: body.toString('utf8') };
}

function wholeBody(bytes: Buffer, length: string | undefined): Buffer {
  if (length !== undefined && bytes.length < Number(length)) throw new Error('the response ended early');
  return bytes;
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) throw new Error('the response ended early');
    const size = parseInt(bytes.toString('latin1', at, end), 16);
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
