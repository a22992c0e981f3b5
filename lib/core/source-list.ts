import { z } from 'zod';
import { sourceConfigSchema, type SourceConfig } from './source';

/** Marks the ids of sources that policy set; users' own never begin so. */
export const POLICY_ID_PREFIX = 'policy-';
const MAX_ID_LENGTH = 64;

/** A source as an administrator writes it: the id and the name may be left to us. */
export const policySourceSchema = sourceConfigSchema.extend({
  id: sourceConfigSchema.shape.id.optional().meta({
    title: 'Id',
    description:
      'A short name that stays the same when the rest changes. Left out, it is made from the address.',
  }),
  product: sourceConfigSchema.shape.product.meta({
    title: 'Product',
    description:
      'Which product it is, for example "confluence-cloud", "jira-dc", "servicenow" or "sharepoint". Needed.',
  }),
  name: sourceConfigSchema.shape.name.optional().meta({
    title: 'Name',
    description: 'What people call it. Left out, its host name.',
  }),
  baseUrl: sourceConfigSchema.shape.baseUrl.meta({
    title: 'Address',
    description:
      'Its http(s) address with its context path, for example "https://wiki.example.com/confluence". Needed.',
  }),
  enabled: sourceConfigSchema.shape.enabled.meta({
    title: 'Searched',
    description: 'Whether it is searched for suggestions.',
  }),
  readPages: sourceConfigSchema.shape.readPages.meta({
    title: 'Pages read',
    description: 'Whether its pages are read, so that the panel follows them.',
  }),
  scopes: z
    .array(
      sourceConfigSchema.shape.scopes.unwrap().element.describe('Key of a space, knowledge base or project.'),
    )
    .max(100)
    .default([])
    .meta({
      title: 'Scopes',
      description:
        'Keys of the spaces, knowledge bases or projects to search; empty for all that the user may see.',
    }),
  ttlMinutes: sourceConfigSchema.shape.ttlMinutes.meta({
    title: 'Fresh for',
    description: 'Minutes for which a cached document counts as fresh, from 1 to 43200.',
  }),
});

export interface MergedSources {
  /** Policy's first, each in the order given. */
  readonly sources: SourceConfig[];
  readonly policyIds: string[];
  readonly problems: string[];
}

/**
 * Policy's sources and the user's as one list without doubles (same product at the same address, or same id). A bad
 * entry is left out and named; the others stay. Never throws.
 */
export function mergeSources(input: { policy: unknown; user: unknown; allowUser: boolean }): MergedSources {
  const problems: string[] = [];
  const sources: SourceConfig[] = [];
  const add = (source: SourceConfig, where: string) => {
    const double = sources.find((other) => other.id === source.id || addressOf(other) === addressOf(source));
    if (!double) sources.push(source);
    // The user had a source before policy set the same one: nothing to tell.
    else if (where.startsWith('policy') || !isPolicySource(double))
      problems.push(`${where}: the same as another source`);
  };

  for (const { item, where } of entries(input.policy, 'policy', problems)) {
    const source = parsePolicySource(item);
    if (typeof source === 'string') problems.push(`${where}: ${source}`);
    else add(source, where);
  }
  const policyIds = sources.map((source) => source.id);
  for (const { item, where } of input.allowUser ? entries(input.user, 'user', problems) : []) {
    const source = parseUserSource(item);
    if (typeof source === 'string') problems.push(`${where}: ${source}`);
    else add(source, where);
  }
  return { sources, policyIds, problems };
}

export function isPolicySource(source: Pick<SourceConfig, 'id'>): boolean {
  return source.id.startsWith(POLICY_ID_PREFIX);
}

/** Two sources with one address are one source. */
export function addressOf(source: Pick<SourceConfig, 'product' | 'baseUrl'>): string {
  return `${source.product} ${source.baseUrl}`;
}

/** A user's source with its address in its one spelling, or what is wrong with it. */
export function parseUserSource(value: unknown): SourceConfig | string {
  const parsed = sourceConfigSchema.safeParse(value);
  if (!parsed.success) return describe(parsed.error);
  if (isPolicySource(parsed.data)) return `ids that begin with "${POLICY_ID_PREFIX}" are kept for policy`;
  return withPlainAddress(parsed.data);
}

function parsePolicySource(value: unknown): SourceConfig | string {
  const parsed = policySourceSchema.safeParse(value);
  if (!parsed.success) return describe(parsed.error);
  const { id, name, ...rest } = parsed.data;
  const placed = withPlainAddress({ ...rest, id: '', name: '' });
  if (typeof placed === 'string') return placed;
  const url = new URL(placed.baseUrl);
  return {
    ...placed,
    id: policyId(id ?? `${placed.product}-${url.host}${url.pathname}`),
    name: name ?? url.host.slice(0, 120),
  };
}

/** One spelling per address, so that doubles are seen and URLs can be appended: lower-case host, no slash at the end. */
function withPlainAddress(source: SourceConfig): SourceConfig | string {
  const url = new URL(source.baseUrl);
  if (url.username !== '' || url.password !== '') return 'baseUrl holds a user name or password';
  return { ...source, baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

function policyId(wanted: string): string {
  const name = wanted.startsWith(POLICY_ID_PREFIX) ? wanted.slice(POLICY_ID_PREFIX.length) : wanted;
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+|-+$/g, '');
  const id = `${POLICY_ID_PREFIX}${plain}`;
  if (plain === name && id.length <= MAX_ID_LENGTH) return id;
  // Shortened or rewritten names could meet: the checksum of the whole keeps them apart.
  return `${id.slice(0, MAX_ID_LENGTH - 9)}-${checksum(name)}`;
}

/** FNV-1a, 32 bits, as 8 hex digits. http://www.isthe.com/chongo/tech/comp/fnv/ */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function* entries(
  value: unknown,
  layer: string,
  problems: string[],
): Generator<{ item: unknown; where: string }> {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    problems.push(`${layer}: sources: not a list`);
    return;
  }
  for (const [index, item] of value.entries()) yield { item, where: `${layer}: sources[${index}]` };
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ') : 'not usable';
}
