import type { TestContext } from 'node:test';
import { EnvoyMissing, ensureEnvoy } from '../../scripts/local-mesh/envoy-binary.ts';
import { startEnvoy, type Envoy, type EnvoySpec } from '../../scripts/local-mesh/envoy.ts';

export interface EnvoyForTests {
  /** Empty if there is none; then `skip` says why. */
  readonly binary: string;
  /** For a test's options: false, or the reason. Where CI is set this is never a reason: the call throws. */
  readonly skip: string | false;
}

/** Finds or installs the Envoy that the tests run, or one of another release. In CI its absence is a failure, never a skip. */
export async function envoyForTests(version?: string): Promise<EnvoyForTests> {
  try {
    const binary = await ensureEnvoy({
      ...(version !== undefined && { version }),
      progress: (line) => {
        process.stderr.write(`${line}\n`);
      },
    });
    return { binary, skip: false };
  } catch (error) {
    if (!(error instanceof EnvoyMissing) || isCi()) throw error;
    return { binary: '', skip: error.message };
  }
}

function isCi(): boolean {
  const value = process.env['CI'] ?? '';
  return value !== '' && value !== 'false' && value !== '0';
}

/** An Envoy that ends with the test; its log is shown if the test fails. */
export async function startTestEnvoy(t: TestContext, spec: EnvoySpec): Promise<Envoy> {
  const envoy = await startEnvoy(spec);
  t.after(async () => {
    if (hasFailed(t)) t.diagnostic(`${spec.name}'s log:\n${envoy.log()}`);
    await envoy.stop();
  });
  return envoy;
}

/** Of a test that is being cleaned up after. The runner offers it; its published types do not. */
export function hasFailed(t: TestContext): boolean {
  return !(t as TestContext & { readonly passed: boolean }).passed;
}
