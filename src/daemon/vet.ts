import type { Config } from '../config/config.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { findings } from '../delivery/findings.ts';
import type { DeliveryStatus, Explain } from '../delivery/ports.ts';
import { createVetting } from '../delivery/vetting.ts';
import type { Vetting, VettingStatus } from '../delivery/vetting-model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { questionAbout } from '../pipeline/origins.ts';
import type { Pipeline } from '../pipeline/pipeline-model.ts';
import type { PublishTarget } from '../pipeline/ports.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Validator } from '../validate/validator.ts';
import { systemClock } from './clock.ts';
import { noEnvoy, StartInterrupted } from './start-error.ts';

/** What stands between pipeline and delivery, for the parts around it. */
export interface Vet {
  /** Where the pipeline publishes. */
  readonly target: PublishTarget;
  readonly explain: Explain;
  status(): DeliveryStatus & Pick<VettingStatus, 'isolated' | 'checking' | 'unchecked'>;
  diagnostics(): readonly Diagnostic[];
  release(service?: string): readonly string[];
  settled(): Promise<void>;
  onChange(listener: () => void): () => void;
}

/**
 * Null where nobody asks for it. Runs end with the signal. @throws StartError if that Envoy cannot be run,
 * StartInterrupted if the signal came before its first answer.
 */
export async function startValidator(
  { validateWithEnvoy: binary }: Pick<Config, 'validateWithEnvoy'>,
  signal: AbortSignal,
): Promise<Validator | null> {
  if (binary === null) return null;
  const { createEnvoyRunner } = await import('../validate/runner.ts');
  const { createValidator } = await import('../validate/validator.ts');
  const { validationBootstrap } = await import('../validate/bootstrap.ts');
  const runner = createEnvoyRunner({ binary, signal });
  const verdict = await runner.validate(validationBootstrap([]));
  if (verdict.kind === 'unknown') throw signal.aborted ? new StartInterrupted() : noEnvoy(verdict.reason);
  return createValidator(runner);
}

export interface VetOptions {
  readonly delivery: () => Delivery;
  readonly pipeline: () => Pick<Pipeline, 'origins'>;
  readonly validator: Validator | null;
  readonly log: Logger;
  /** Aborted when the daemon ends. */
  readonly signal: AbortSignal;
}

/** The delivery asks it about rejections, and it publishes to the delivery: each comes to know the other by a call. */
export function createVet({ delivery, pipeline, validator, log, signal }: VetOptions): Vet {
  const vetting: Vetting = createVetting({
    validator,
    clock: systemClock,
    log,
    signal,
    origins: (bad) => pipeline().origins(questionAbout(bad)),
    target: {
      publish: (publication) => {
        delivery().publish(publication);
      },
      publishPlainRoutes: (group, rds) => {
        delivery().publishPlainRoutes(group, rds);
      },
      groups: () => delivery().groups(),
      lastAccepted: (newest) => delivery().lastAccepted(newest),
      sidecars: (service) => delivery().sidecars(service),
    },
  });
  return {
    target: {
      publish: (publication) => {
        vetting.publish(publication);
      },
      publishPlainRoutes: (group, rds) => {
        vetting.publishPlainRoutes(group, rds);
      },
      groups: () => delivery().groups(),
      standing: () => vetting.standing(),
      onStanding: (listener) => {
        vetting.onChange(listener);
      },
      settled: () => vetting.settled(),
      onNeed: (listener) => {
        delivery().onNeed(listener);
      },
    },
    async explain(report) {
      const { service, fault } = report;
      const resources = await vetting.faulted(report);
      const question = { service, type: fault.type, names: resources, message: fault.error };
      return { resources, origins: await pipeline().origins(question) };
    },
    status() {
      const { waves, held } = delivery().status();
      const { held: invalid, ...rest } = vetting.status();
      return { waves, held: [...held, ...invalid], ...rest };
    },
    diagnostics: () => findings(vetting.status()),
    release(service) {
      const services = [...vetting.release(service), ...delivery().release(service)];
      return [...new Set(services)].sort();
    },
    settled: () => vetting.settled(),
    onChange: (listener) => vetting.onChange(listener),
  };
}
