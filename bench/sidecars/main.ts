import { parseArgs } from 'node:util';
import { startSidecar } from './sidecar.ts';

/*
 * A process that stands for many sidecars: `--address HOST:PORT --services a,b --count 100`. They connect at once,
 * take turns at the services, and stay until the process is ended. Its first lost connection ends it.
 */
const { values } = parseArgs({
  options: {
    address: { type: 'string', default: '' },
    services: { type: 'string', default: '' },
    count: { type: 'string', default: '100' },
  },
});
const services = values.services.split(',');
for (let index = 0; index < Number(values.count); index += 1) {
  const service = services[index % services.length] ?? '';
  startSidecar({
    address: values.address,
    service,
    id: `${service}-${index}`,
    onError(error) {
      console.error(`a simulated sidecar of ${service}: ${error.message}`);
      process.exit(1);
    },
  });
}
