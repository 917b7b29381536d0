import { parseYaml } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { readApiConfig } from '../api/config.ts';
import { blobPlace } from '../store/blobs/blob-config.ts';
import { readVerificationConfig, readWorkerConfig } from '../worker/config.ts';
import { isSetting, manifests, workloads } from './house/manifests.ts';
import { textOf } from './house/tree.ts';

const README = textOf('docs/deploy/README.md');

describe('documents in a bucket', () => {
  const [, chapter = ''] = /^## Documents in a bucket\n([^]*?)^## /m.exec(README) ?? [];
  const [settings, policy] = [...chapter.matchAll(/^```yaml\n([^]*?)^```/gm)].map(
    ([, text = '']) => parseYaml(text) as Record<string, unknown>,
  );

  test('are told by settings that there are, which the API and the workers take', () => {
    const names = Object.keys(settings ?? {});
    expect(names.filter((name) => !isSetting(name))).toEqual([]);
    const given = Object.entries(settings ?? {}).filter(([name]) => !name.endsWith('_FILE'));
    const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
    const needed = { KEK_FILE: '/kek', DATABASE_URL: 'd', KEYS_DATABASE_URL: 'k' };
    const env = { ...needed, ...keys, ...Object.fromEntries(given) } as Record<string, string>;
    const read = [readApiConfig, readWorkerConfig, readVerificationConfig].map((one) => one(env));
    for (const config of read) expect(blobPlace(config)).toMatchObject({ blobDir: undefined });
    expect(read.map((config) => blobPlace(config).s3?.bucket)).toEqual(
      read.map(() => settings?.['S3_BUCKET']),
    );
  });

  test('are reached by whoever mounts them today, and by nobody else', () => {
    const mounting = manifests().filter((one) =>
      JSON.stringify(one).includes('"claimName":"vouch-blobs"'),
    );
    const { spec } = policy as { spec: { podSelector: { matchExpressions: object[] } } };
    const [match] = spec.podSelector.matchExpressions as { key: string; values: string[] }[];
    const names = mounting.map(({ metadata }) => metadata.name);
    expect(match?.key).toBe('app.kubernetes.io/component');
    expect(match?.values.toSorted()).toEqual(names.toSorted());
    for (const { metadata, spec: of } of workloads()) {
      expect(of.template.metadata.labels['app.kubernetes.io/component']).toBe(metadata.name);
    }
  });
});
