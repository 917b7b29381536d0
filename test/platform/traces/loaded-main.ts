import { registerHooks } from 'node:module';

/** Prints which packages of OpenTelemetry the product's parts load; with an argument, traces are on. */
const loaded = new Set<string>();
registerHooks({
  load: (url, context, next) => {
    const [, name] = /@opentelemetry\/([\w-]+)/.exec(url) ?? [];
    // The metrics' library brings its interface; it does nothing by itself.
    if (name !== undefined && name !== 'api') loaded.add(name);
    return next(url, context);
  },
});
const [endpoint] = process.argv.slice(2);
await import('../../../api/open-deps.ts');
await import('../../../worker/temporal/traced-activities.ts');
const { openTraces } = await import('../../../platform/traces/traces.ts');
const config = { otelExporterOtlpEndpoint: endpoint, otelTracesSamplerArg: 1 };
const traces = await openTraces('api', config);
await traces?.close();
process.stdout.write(JSON.stringify({ isOn: traces !== undefined, loaded: [...loaded] }));
process.exit();
