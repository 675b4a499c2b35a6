// Prints the path of an Envoy binary, installing one first if need be: `ENVOY_BIN=$(npm run --silent envoy)`.
import { EnvoyMissing, ensureEnvoy } from './local-mesh/envoy-binary.ts';

try {
  console.log(
    await ensureEnvoy({
      progress: (line) => {
        console.error(line);
      },
    }),
  );
} catch (error) {
  if (!(error instanceof EnvoyMissing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
