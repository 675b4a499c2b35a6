import { createAcceptedStore } from '../../src/daemon/accepted-store.ts';
import { acceptedState } from './accepted-states.ts';

/* A process that writes one state after the other until it is killed, and says when one is done. */

const store = createAcceptedStore(process.argv[2] ?? '');
for (let revision = Number(process.argv[3]); ; revision += 1) {
  await store.save(acceptedState(revision));
  process.stdout.write(`${revision}\n`);
}
