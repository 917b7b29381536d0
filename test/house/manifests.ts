import { parseYaml } from '@redocly/openapi-core';
import { z } from 'zod';
import { filesIn, textOf } from './tree.ts';

const Named = z.object({ name: z.string(), value: z.string().optional() });
const Container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(Named).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  securityContext: z.unknown(),
  resources: z.object({
    requests: z.record(z.string(), z.string()),
    limits: z.record(z.string(), z.string()),
  }),
  startupProbe: z.unknown().optional(),
  livenessProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
});
const Pod = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    automountServiceAccountToken: z.literal(false),
    securityContext: z.unknown(),
    terminationGracePeriodSeconds: z.number().optional(),
    containers: z.tuple([Container]),
  }),
});
const Manifest = z.looseObject({ kind: z.string(), metadata: z.object({ name: z.string() }) });
const Workload = Manifest.extend({
  spec: z.looseObject({ replicas: z.number().optional(), template: Pod }),
});
const Service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  networks: z.record(
    z.string(),
    z.strictObject({
      internal: z.boolean().optional(),
      driver_opts: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

const EXAMPLE = textOf('.env.example');
const SETTINGS = [...EXAMPLE.matchAll(/^#([A-Z_\d]+)=$/gm)].map(([, name = '']) => name);
const SECRETS = [...EXAMPLE.matchAll(/or ([A-Z_\d]+_FILE)$/gm)].map(([, name = '']) => name);
const NAMES = new Set([...SETTINGS, ...SECRETS]);

/** Whether something reads a variable, or the file that it names. */
export const isSetting = (name: string): boolean => NAMES.has(name);

export type Workload = z.output<typeof Workload>;
export const KUBERNETES = 'docs/deploy/kubernetes';

/** What a file of several documents holds. */
export function documentsOf(path: string): unknown[] {
  return textOf(path)
    .split(/^---$/m)
    .map((text) => parseYaml(text) as unknown);
}

/** Every Kubernetes object of the manifests. */
export function manifests(): z.output<typeof Manifest>[] {
  const files = filesIn(KUBERNETES).filter((path) => !path.endsWith('kustomization.yaml'));
  return files.flatMap(documentsOf).map((one) => Manifest.parse(one));
}

/** Deployments and the job, each with its one container. */
export function workloads(): Workload[] {
  return manifests()
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map((one) => Workload.parse(one));
}

export function kustomization() {
  const Kustomization = z.looseObject({
    resources: z.array(z.string()),
    images: z.array(z.object({ name: z.string(), newTag: z.string() })),
  });
  return Kustomization.parse(documentsOf(`${KUBERNETES}/kustomization.yaml`)[0]);
}

export function compose(): z.output<typeof Compose> {
  return Compose.parse(documentsOf('docker-compose.yml')[0]);
}

/** The container's main as a source: `dist/api/main.js` is `api/main.ts`. */
export function sourceOf(command: readonly string[] | undefined): string {
  return /dist\/(\S+)\.js/.exec(command?.at(-1) ?? '')?.[1]?.concat('.ts') ?? '';
}
