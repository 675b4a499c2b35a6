import { context, isSpanContextValid, metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span, Tracer } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { EditTrace, MeterBridge, PublishedGroup, Tracing } from './tracing.ts';

/* Imported only when the environment asks for OpenTelemetry: nothing else may import it, nor @opentelemetry. */

const NAME = 'moniker-control-plane';
/** Groups that have not ACKed after this are not waited for: a trace that never ends is never sent. */
const LONGEST_EDIT_MS = 120_000;

export function startOpenTelemetry(build: string): Tracing {
  // The standard's own defaults, which this SDK leaves unset for metrics; logs go by pino alone.
  process.env['OTEL_METRICS_EXPORTER'] ??= 'otlp';
  process.env['OTEL_LOGS_EXPORTER'] ??= 'none';
  const sdk = new NodeSDK({ serviceName: process.env['OTEL_SERVICE_NAME'] ?? NAME });
  sdk.start();
  const tracer = trace.getTracer(NAME, build);
  return {
    edit: (files, since) => openEdit(tracer, files, since),
    ids: activeIds,
    meter: meterBridge(build),
    shutdown: () => sdk.shutdown(),
  };
}

function activeIds(): Readonly<Record<string, string>> {
  const active = trace.getActiveSpan()?.spanContext();
  if (active === undefined || !isSpanContextValid(active)) return {};
  return { trace_id: active.traceId, span_id: active.spanId };
}

function openEdit(tracer: Tracer, files: readonly string[], since: number): EditTrace {
  const root = tracer.startSpan('edit', {
    startTime: since,
    root: true,
    attributes: { 'moniker.files': [...files] },
  });
  const inside = trace.setSpan(context.active(), root);
  const open = new Map<string, Span[]>();
  let last = since;
  let ended = false;
  const timer = setTimeout(() => {
    finish('timeout');
  }, LONGEST_EDIT_MS);
  timer.unref();

  const step = (name: string, from: number, to: number): void => {
    tracer.startSpan(name, { startTime: from }, inside).end(to);
    last = Math.max(last, to);
  };
  const finish = (outcome: string): void => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    for (const span of [...open.values()].flat()) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
      span.end();
    }
    root.setAttribute('moniker.outcome', outcome);
    root.end(outcome === 'published' ? last : Date.now());
  };

  return {
    run: (act) => context.with(inside, act),
    compiled({ from, parseSeconds, compileSeconds }) {
      if (ended) return;
      step('settle', since, from);
      step('parse', from, from + parseSeconds * 1000);
      step('compile', from + parseSeconds * 1000, from + (parseSeconds + compileSeconds) * 1000);
    },
    published(version: string, groups: readonly PublishedGroup[]) {
      if (ended) return;
      const now = Date.now();
      root.setAttribute('moniker.version', version);
      step('publish', last, now);
      for (const group of groups) {
        const attributes = { 'moniker.service': group.service, 'moniker.group.version': group.version };
        const span = tracer.startSpan('converge', { startTime: now, attributes }, inside);
        open.set(group.version, [...(open.get(group.version) ?? []), span]);
      }
      if (open.size === 0) finish('published');
    },
    converged(version, at) {
      for (const span of open.get(version) ?? []) span.end(at);
      if (!open.delete(version)) return;
      last = Math.max(last, at);
      if (open.size === 0) finish('published');
    },
    end: finish,
  };
}

function meterBridge(build: string): MeterBridge {
  const meter = metrics.getMeter(NAME, build);
  return {
    counter(name, description) {
      const instrument = meter.createCounter(name, { description });
      return (value, labels) => {
        instrument.add(value, { ...labels });
      };
    },
    histogram(name, description) {
      const instrument = meter.createHistogram(name, { description, unit: 's' });
      return (value, labels) => {
        instrument.record(value, { ...labels });
      };
    },
    gauge(name, description) {
      const instrument = meter.createGauge(name, { description });
      return (value, labels) => {
        instrument.record(value, { ...labels });
      };
    },
  };
}
