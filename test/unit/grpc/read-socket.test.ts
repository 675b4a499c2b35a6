import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { PassThrough } from 'node:stream';
import { readSocket } from '../../../src/grpc/read-socket.ts';

describe('what is read of a socket', () => {
  it('is taken as it comes, behind what had come before anybody listened, and then its end', async () => {
    const socket = new Socket({ readable: true, writable: false });
    const taken: string[] = [];
    socket.push(Buffer.from('a'));
    readSocket(socket, (chunk) => taken.push(String(chunk)));
    socket.push(Buffer.from('b'));
    assert.deepEqual(taken, []);
    await new Promise(setImmediate);
    assert.deepEqual(taken, ['a', 'b']);
    assert.equal(socket.push(Buffer.from('c')), true);
    assert.deepEqual(taken, ['a', 'b', 'c']);
    const ended = once(socket, 'end');
    socket.push(null);
    await ended;
    assert.deepEqual(taken, ['a', 'b', 'c']);
  });

  it('is the same for a stream that is no socket', async () => {
    const stream = new PassThrough();
    const taken: string[] = [];
    readSocket(stream, (chunk) => taken.push(String(chunk)));
    stream.write('a');
    stream.write('b');
    stream.end();
    await once(stream, 'end');
    assert.deepEqual(taken, ['a', 'b']);
  });
});
