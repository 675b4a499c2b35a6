import { NO_TRACING, type Tracing } from './tracing.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const EXPORTERS = ['OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER'];
const ENDPOINTS = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
];

/** True if the standard variables ask for OpenTelemetry: an endpoint, or an exporter that is not `none`. */
export function wantsOpenTelemetry(environment: Environment): boolean {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  const set = (name: string): boolean => !['', 'none'].includes(environment[name] ?? '');
  return ENDPOINTS.some(set) || EXPORTERS.some(set);
}

/** Loads OpenTelemetry only if it is asked for: it is by far the largest dependency. */
export async function createTracing(environment: Environment, build: string): Promise<Tracing> {
  if (!wantsOpenTelemetry(environment)) return NO_TRACING;
  const { startOpenTelemetry } = await import('./otel.ts');
  return startOpenTelemetry(build);
}
