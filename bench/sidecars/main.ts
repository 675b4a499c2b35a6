import { parseArgs } from 'node:util';
import { startSidecar } from './sidecar.ts';

/*
 * A process that stands for many sidecars, `npm run sidecars`: see USAGE. They connect at once,
 * take turns at the services, and stay until the process is ended. Its first lost connection ends it.
 */
const USAGE = 'usage: npm run sidecars -- --address HOST:PORT --services NAME,NAME [--count N]   (N: 100)';

interface Wanted {
  readonly address: string;
  readonly services: readonly string[];
  readonly count: number;
}

/** Null where it is not written as it should be. */
function wanted(): Wanted | null {
  const text = { type: 'string' } as const;
  const options = { address: text, services: text, count: text };
  try {
    const { address, services, count = '100' } = parseArgs({ options }).values;
    if (address === undefined || !services || !/^[1-9]\d{0,5}$/.test(count)) return null;
    return { address, services: services.split(','), count: Number(count) };
  } catch {
    return null;
  }
}

const found = wanted();
if (found === null) {
  console.error(USAGE);
  process.exit(2);
}
const { address, services, count } = found;
for (let index = 0; index < count; index += 1) {
  const service = services[index % services.length] ?? '';
  startSidecar({
    address,
    service,
    id: `${service}-${index}`,
    onError(error) {
      console.error(`a simulated sidecar of ${service}: ${error.message}`);
      process.exit(1);
    },
  });
}
