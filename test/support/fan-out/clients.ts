import { Connection } from '../../../bench/fleet/connection.ts';
import { request } from '../../../bench/fleet/knowledge.ts';

/*
 * A process of its own that stands for many delta clients of CDS: `clients.ts HOST PORT COUNT`. They accept whatever
 * comes; the process tells its parent whenever each of them has had one more response.
 */
const [host = '', port = '', count = ''] = process.argv.slice(2);
const responses = new Map<number, number>();

function answered(client: number): void {
  const own = (responses.get(client) ?? 0) + 1;
  responses.set(client, own);
  const all = responses.size === Number(count);
  if (all && [...responses.values()].every((had) => had >= own)) process.send?.({ responses: own });
}

for (let client = 0; client < Number(count); client += 1) {
  const connection = new Connection(
    { host, port: Number(port), large: 0 },
    {
      onChunk: () => false,
      onResponse(response) {
        connection.write(request('cds', { nonce: response.nonce }));
        answered(client);
      },
      onEnd(error) {
        console.error(`client ${client}: ${error.message}`);
        process.exit(1);
      },
    },
  );
  connection.write(request('cds', { node: { id: `client-${client}`, cluster: 'svc' } }));
}
process.once('disconnect', () => process.exit(0));
