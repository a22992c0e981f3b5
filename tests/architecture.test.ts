import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectors } from '../lib/connectors/index';
import { sites } from '../lib/sites/index';

const root = resolve(import.meta.dirname, '..');

/** Folder -> folders it may import. `types:x` allows type imports of x only: contracts, not instances. */
const allowed: Record<string, string[]> = {
  'lib/core': [],
  'lib/platform': ['lib/core'],
  'lib/retrieval': ['lib/core'],
  'lib/sites': ['lib/core', 'lib/platform'],
  'lib/connectors': ['lib/core', 'lib/platform'],
  'lib/engines': ['lib/core', 'lib/platform'],
  'lib/storage': ['lib/core', 'lib/platform'],
  'lib/models': ['lib/core', 'lib/platform'],
  'lib/import': ['lib/core', 'lib/platform'],
  'lib/messaging': ['lib/core', 'lib/platform'],
  'lib/assist': ['lib/core', 'lib/retrieval', 'types:lib/connectors', 'types:lib/engines'],
  'lib/page': ['lib/core', 'lib/platform', 'lib/sites'],
  'lib/background': ['lib/core', 'lib/platform', 'lib/messaging', 'lib/sites', 'types:lib/storage'],
  'lib/host': [
    'lib/core',
    'lib/platform',
    'lib/messaging',
    'lib/retrieval',
    'lib/assist',
    'lib/sites',
    'types:lib/connectors',
    'types:lib/storage',
    'types:lib/engines',
    'types:lib/models',
  ],
  'lib/queries': ['lib/core', 'lib/platform', 'lib/messaging'],
  server: ['lib/core', 'lib/platform', 'lib/retrieval', 'lib/import', 'lib/assist', 'lib/connectors'],
  components: ['types:lib/core', 'lib/core', 'lib/queries', 'types:lib/messaging'],
  entrypoints: ['lib/*', 'components'],
};

/** Packages that belong to one folder. */
const owners: Record<string, string[]> = {
  dexie: ['lib/storage'],
  openai: ['lib/engines', 'server'],
  pg: ['server'],
  '@electric-sql/pglite': ['server'],
  'onnxruntime-web/wasm': ['lib/retrieval'],
  'pdfjs-dist/legacy/build/pdf.mjs': ['lib/import'],
  '@mlc-ai/web-llm': ['lib/engines'],
  '@wllama/wllama/esm/index.js': ['lib/engines'],
  '@huggingface/gguf': ['lib/models'],
  '@noble/hashes/sha2.js': ['lib/models'],
  react: ['components', 'lib/queries', 'entrypoints'],
  'react-dom': ['components', 'entrypoints'],
};

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  return [...found].map((match) => {
    const [, typeKeyword, target = ''] = match;
    const named = /\{([^}]*)\}/.exec(match[0])?.[1];
    const allTypes = named !== undefined && named.split(',').every((part) => /^\s*(type\s|$)/.test(part));
    return { file, target, typeOnly: typeKeyword !== undefined || allTypes };
  });
}

function folderOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'lib' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

/** Import cycles among product files, type imports left out: they are gone before anything runs. */
function cycles(): string[] {
  const edges = new Map<string, string[]>();
  for (const { file, target, typeOnly } of imports) {
    if (typeOnly || !target.startsWith('.')) continue;
    const path = relative(root, resolve(root, dirname(file), target));
    const found = [`${path}.ts`, `${path}.tsx`].find((candidate) => product.includes(candidate));
    if (found) edges.set(file, [...(edges.get(file) ?? []), found]);
  }
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'open') found.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of product) visit(file, []);
  return found;
}

const product = ['lib', 'components', 'entrypoints', 'server'].flatMap(sourceFiles);
const imports = product.flatMap(importsOf);

describe('imports go one way', () => {
  test('every folder imports only what its row allows', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map((entry) => ({
        ...entry,
        to: folderOf(relative(root, resolve(root, dirname(entry.file), entry.target))),
      }))
      .filter(({ file, to }) => folderOf(file) !== to)
      .filter(({ file, to, typeOnly }) => {
        const row = allowed[folderOf(file)] ?? [];
        if (row.includes(to) || (row.includes('lib/*') && to.startsWith('lib/'))) return false;
        return !(typeOnly && row.includes(`types:${to}`));
      })
      .map(({ file, target }) => `${file} imports ${target}: move the code, or pass it in as an argument`);
    expect(wrong).toEqual([]);
  });

  test('packages with an owner are imported by their owner only', () => {
    const wrong = imports
      .filter(({ file, target }) => owners[target] && !owners[target].includes(folderOf(file)))
      .map(({ file, target }) => `${file} imports ${target}, which belongs to ${owners[target]?.join(', ')}`);
    expect(wrong).toEqual([]);
  });

  test('core imports nothing but zod; what runs in the page carries no zod at all', () => {
    const packages = imports.filter(({ target }) => !target.startsWith('.'));
    expect(packages.filter(({ file, target }) => folderOf(file) === 'lib/core' && target !== 'zod')).toEqual(
      [],
    );
    const inPage = new Set(['lib/sites', 'lib/page']);
    expect(packages.filter(({ file, target }) => inPage.has(folderOf(file)) && target !== 'vitest')).toEqual(
      [],
    );
    const schemas = imports.filter(
      ({ file, target, typeOnly }) => inPage.has(folderOf(file)) && target.includes('/core/') && !typeOnly,
    );
    expect(schemas.filter(({ target }) => !target.endsWith('/core/errors'))).toEqual([]);
  });

  test('nothing of the extension imports the server', () => {
    expect(
      imports.filter(({ file, target }) => !file.startsWith('server/') && target.includes('server/')),
    ).toEqual([]);
  });

  test('no file imports itself by a way round', () => {
    expect(cycles()).toEqual([]);
  });

  test('nothing imports an entrypoint', () => {
    expect(imports.filter(({ target }) => target.includes('entrypoints/'))).toEqual([]);
  });
});

describe('registries are complete', () => {
  const registered = {
    sites: sites.map((site) => site.id),
    connectors: connectors.map((connector) => connector.id),
  };

  test.each(['sites', 'connectors'] as const)(
    'every product file in lib/%s is in its list, and the other way round',
    (folder) => {
      const list = readFileSync(join(root, 'lib', folder, 'list.ts'), 'utf8');
      for (const id of registered[folder]) {
        expect(existsSync(join(root, 'lib', folder, `${id}.ts`)), `lib/${folder}/${id}.ts is missing`).toBe(
          true,
        );
        expect(list, `${id} is not in the list`).toContain(`'./${id}'`);
      }
      expect(new Set(registered[folder]).size).toBe(registered[folder].length);
    },
  );

  test('every connector has a site of the same id; a site without one is read, not searched', () => {
    expect(registered.sites).toEqual(expect.arrayContaining(registered.connectors));
  });

  test("README's list of sites is the registry", () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const listed = /<!-- sites -->([\s\S]*?)<!-- \/sites -->/.exec(readme)?.[1] ?? '';
    const names = [...listed.matchAll(/^\| \*\*(.+?)\*\*/gm)].map((match) => match[1]);
    expect([...names].sort()).toEqual(sites.map((site) => site.name).sort());
  });
});

describe('files stay small enough to hold in the head', () => {
  test('no product file is over 300 lines without a reason at its top', () => {
    const long = product.filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return text.split('\n').length > 300 && !text.includes('Long because');
    });
    expect(long, 'split them, or say "Long because …" in the head comment').toEqual([]);
  });

  test('no file in the tree is a stray binary or larger than 1 MB outside docs/images and the two models', () => {
    const models = ['public/embeddings/deskside-en.bin', 'public/encoder/minilm-l6-v2.onnx'];
    const large = ['lib', 'components', 'entrypoints', 'tests', 'scripts', 'public']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
          join(folder, name),
        ),
      )
      .filter((name) => statSync(join(root, name)).size > 1_000_000 && !models.includes(name));
    expect(large).toEqual([]);
  });
});
