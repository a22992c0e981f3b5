import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { managedJsonSchema, settingKeys, type ManagedSchemaNode } from '../lib/core/settings';
import { sourceConfigSchema } from '../lib/core/source';
import { managedSchemaAsset } from './managed-schema';

/** What Chromium's policy schema parser knows, by type (components/policy/core/common/schema.cc). */
const allowed: Record<string, readonly string[]> = {
  object: ['type', 'title', 'description', 'properties'],
  array: ['type', 'title', 'description', 'items'],
  string: ['type', 'title', 'description', 'enum'],
  integer: ['type', 'title', 'description', 'minimum', 'maximum'],
  boolean: ['type', 'title', 'description'],
};

function* nodes(node: ManagedSchemaNode, path = ''): Generator<[string, ManagedSchemaNode]> {
  yield [path, node];
  for (const [key, child] of Object.entries(node.properties ?? {})) yield* nodes(child, `${path}.${key}`);
  if (node.items) yield* nodes(node.items, `${path}[]`);
}

const { contents, relativeDest } = managedSchemaAsset();
const schema: ManagedSchemaNode = JSON.parse(contents);

describe('the policy schema', () => {
  it('is the file that the manifest names', () => {
    expect(relativeDest).toBe('managed-schema.json');
    expect(schema).toEqual(managedJsonSchema());
    expect(schema.type).toBe('object');
  });

  it('has every setting and every part of a source', () => {
    expect(Object.keys(schema.properties ?? {})).toEqual([...settingKeys]);
    const parts = Object.keys(schema.properties?.sources?.items?.properties ?? {});
    expect(parts.sort()).toEqual(Object.keys(sourceConfigSchema.shape).sort());
  });

  it('holds nothing that Chromium does not know, and describes every key', () => {
    for (const [path, node] of nodes(schema)) {
      expect(allowed[node.type], `${path} has the type ${node.type}`).toBeDefined();
      const unknown = Object.keys(node).filter((key) => !allowed[node.type]?.includes(key));
      expect(unknown, `keywords of ${path}`).toEqual([]);
      if (path !== '' && !path.endsWith(']'))
        expect(node.description, `${path} needs a description`).toMatch(/\w{3}/);
      if (node.type === 'array') expect(node.items, `${path} needs items`).toBeDefined();
      // Policy integers have 32 bits.
      for (const bound of [node.minimum ?? 0, node.maximum ?? 0])
        expect(Math.abs(bound)).toBeLessThan(2 ** 31);
    }
  });
});

it('every setting has its place in docs/settings.md', async () => {
  const page = await readFile(new URL('../docs/settings.md', import.meta.url), 'utf8');
  for (const [path] of nodes(schema)) {
    const key = path.split('.').at(-1)?.replace('[]', '') ?? '';
    if (key !== '') expect(page, `docs/settings.md does not mention ${key}`).toContain(`\`${key}\``);
  }
});
