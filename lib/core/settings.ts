import { z } from 'zod';
import { mergeSources, policySourceSchema } from './source-list';
import { organisationModelSchema } from './organisation-model';
import { sourceConfigSchema } from './source';

/** Whether requests can go there: an address without credentials, query or fragment; empty for none. */
function isEndpointUrl(text: string): boolean {
  if (text === '') return true;
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

/**
 * Every setting, flat: one key is one policy, one stored item and one line of docs/settings.md. Titles and
 * descriptions are what an administrator reads in the browser's policy page.
 */
const shape = {
  sources: z.array(sourceConfigSchema).default([]).meta({
    title: 'Sources',
    description:
      'Where the company keeps knowledge. Sources set by policy come first and cannot be changed or removed.',
  }),
  allowUserSources: z.boolean().default(true).meta({
    title: 'Allow own sources',
    description: 'Whether users may have sources of their own beside those set by policy.',
  }),
  offerSources: z.boolean().default(true).meta({
    title: 'Offer sources',
    description: 'Offer once to search a supported site that was visited and is not a source yet.',
  }),
  declinedOffers: z.array(z.string().max(600)).max(500).default([]).meta({
    title: 'Declined offers',
    description: 'Sites that are not offered again, each as its product and its address.',
  }),
  automaticLookup: z.boolean().default(true).meta({
    title: 'Automatic look-up',
    description: 'Look up suggestions as soon as a ticket opens. When off, the user starts each look-up.',
  }),
  similarTickets: z.boolean().default(true).meta({
    title: 'Similar tickets',
    description: 'Suggest resolved tickets beside articles.',
  }),
  readClosely: z.boolean().default(true).meta({
    title: 'Read closely',
    description:
      'Let a small language model on this device read what was found and put it in order, within seconds. It needs about 350 MB of memory while it works.',
  }),
  answerModel: z.string().max(90).default('').meta({
    title: 'Model that writes answers',
    description:
      'Id of a model on this device that writes answers when it is asked to; empty to show the words of the sources only.',
  }),
  answerRoute: z
    .enum(['prefer-local', 'local-only', 'prefer-remote', 'remote-only', 'no-model'])
    .default('prefer-local')
    .meta({
      title: 'Who writes answers',
      description:
        '"prefer-local" and "local-only": models on this device; "prefer-remote" and "remote-only": an endpoint, where one is set up; "no-model": the words of the sources only.',
    }),
  endpointUrl: z.string().max(512).refine(isEndpointUrl, 'not an http(s) address').default('').meta({
    title: 'Endpoint',
    description:
      'Base URL of a server that speaks OpenAI’s protocol and may write answers, such as https://models.company.example/v1; empty for none.',
  }),
  endpointModel: z.string().max(300).default('').meta({
    title: 'The endpoint’s model',
    description: 'Id of the model that writes there.',
  }),
  endpointAgreed: z.string().max(512).default('').meta({
    title: 'Endpoint that was agreed to',
    description:
      'The endpoint whose first request was looked at and agreed to. Set it to the endpoint’s address where users need not be asked.',
  }),
  endpointStores: z.array(z.string().min(1).max(200)).max(5).default([]).meta({
    title: 'Collections searched',
    description:
      'Ids of up to five vector stores of the endpoint that are searched for every ticket and page. The telling words of it, redacted, are sent for that. Empty for none.',
  }),
  redactionWords: z.array(z.string().max(200)).max(200).default([]).meta({
    title: 'Words that never leave',
    description:
      'Words and phrases that are taken out of everything that is sent to an endpoint, beside names, addresses, numbers and secrets. An asterisk stands for the rest of a word.',
  }),
  modelIdleMinutes: z.number().int().min(1).max(240).default(15).meta({
    title: 'Unload models after',
    description: 'Minutes without a question after which a model gives its memory back, from 1 to 240.',
  }),
  organisationModels: z.array(organisationModelSchema).max(20).default([]).meta({
    title: 'The organisation’s models',
    description: 'Models that users are offered to download from the company’s own server. Policy only.',
  }),
  allowedModelLibraries: z.array(z.string().max(64)).max(100).default([]).meta({
    title: 'Allowed model libraries',
    description:
      'SHA-256, in hex, of WebLLM libraries that may run although they did not come with the extension. Heeded by the enterprise build only. Policy only.',
  }),
  maxSuggestions: z.number().int().min(1).max(20).default(6).meta({
    title: 'Suggestions shown',
    description: 'The most suggestions to show for one ticket or page, from 1 to 20.',
  }),
  cacheEnabled: z.boolean().default(true).meta({
    title: 'Keep a cache',
    description: 'Keep what was read on this device, for instant suggestions and for work without a network.',
  }),
  cacheMaxMegabytes: z.number().int().min(10).max(5000).default(200).meta({
    title: 'Cache size',
    description:
      'The most the cache may take, in megabytes, from 10 to 5000. What was not used longest goes first.',
  }),
  cacheMaxAgeDays: z.number().int().min(1).max(365).default(30).meta({
    title: 'Cache age',
    description: 'Days after which a cached document that was not read again is deleted, from 1 to 365.',
  }),
  theme: z.enum(['system', 'light', 'dark']).default('system').meta({
    title: 'Theme',
    description: 'Colours of the panel: "system", "light" or "dark".',
  }),
};

export const settingsSchema = z.object(shape);
export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;
export const settingKeys = Object.keys(shape) as readonly SettingKey[];

/** Nobody but an administrator may set them. */
const policyOnly: ReadonlySet<SettingKey> = new Set(['organisationModels', 'allowedModelLibraries']);

/** Keys that policy has set, and `sources.<id>` for each source that came from policy. */
export type SettingLocks = Record<string, { by: 'policy' }>;

export interface ResolvedSettings {
  readonly settings: Settings;
  readonly locks: SettingLocks;
  /** Values that could not be used, in words, without the values themselves. */
  readonly problems: string[];
}

/** The lock of one source among `sources`. */
export function sourceLockKey(sourceId: string): string {
  return `sources.${sourceId}`;
}

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(shape, key);
}

/**
 * What counts: policy over the user's choice over the default, key by key. A value that does not fit is left out,
 * named in `problems`, and the next layer counts; it never takes another key down. Never throws.
 */
export function resolveSettings(user: unknown, managed: unknown): ResolvedSettings {
  const problems: string[] = [];
  const policy = toLayer(managed, 'policy', problems);
  const own = toLayer(user, 'user', problems);
  const locks: SettingLocks = {};
  const chosen: Record<string, unknown> = {};

  for (const key of settingKeys) {
    if (key === 'sources') continue;
    const fromPolicy = readKey(key, policy, 'policy', problems);
    if (fromPolicy !== undefined) locks[key] = { by: 'policy' };
    const value = fromPolicy ?? (policyOnly.has(key) ? undefined : readKey(key, own, 'user', problems));
    if (value !== undefined) chosen[key] = value;
  }
  // A misspelt policy would otherwise look as if it were in force.
  for (const key of Object.keys(policy)) {
    if (!isSettingKey(key)) problems.push(`policy: ${key} is not a setting`);
  }

  const settings = settingsSchema.parse(chosen);
  const merged = mergeSources({
    policy: policy.sources,
    user: own.sources,
    allowUser: settings.allowUserSources,
  });
  for (const id of merged.policyIds) locks[sourceLockKey(id)] = { by: 'policy' };
  if (!settings.allowUserSources && locks.allowUserSources) locks.sources = { by: 'policy' };
  return {
    settings: { ...settings, sources: merged.sources },
    locks,
    problems: [...problems, ...merged.problems],
  };
}

type Layer = Record<string, unknown>;

function toLayer(value: unknown, name: string, problems: string[]): Layer {
  if (value === undefined || value === null) return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) problems.push(`${name}: settings are not an object`);
  return parsed.success ? parsed.data : {};
}

function readKey(key: SettingKey, layer: Layer, name: string, problems: string[]): unknown {
  if (!Object.hasOwn(layer, key) || layer[key] === undefined) return undefined;
  const parsed = shape[key].safeParse(layer[key]);
  if (parsed.success) return parsed.data;
  problems.push(`${name}: ${key}: ${parsed.error.issues[0]?.message ?? 'not usable'}`);
  return undefined;
}

/** What Chromium understands of a JSON schema. It refuses an extension whose schema has a type it does not know. */
export interface ManagedSchemaNode {
  type: string;
  title?: string;
  description?: string;
  properties?: Record<string, ManagedSchemaNode>;
  items?: ManagedSchemaNode;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
}

/**
 * The schema of `storage.managed_schema`: every setting an administrator can set. Optional parts stay optional
 * (no `required`): a policy that breaks the schema would be withheld from us whole, without a word to anyone.
 * https://developer.chrome.com/docs/extensions/reference/manifest/storage
 */
export function managedJsonSchema(): ManagedSchemaNode {
  const { title, description } = shape.sources.meta() ?? {};
  const policySettings = z.object({
    ...shape,
    sources: z.array(policySourceSchema).meta({ title, description }),
  });
  return reduceSchema(z.toJSONSchema(policySettings, { io: 'input' }), 'settings');
}

function reduceSchema(node: z.core.JSONSchema._JSONSchema, path: string): ManagedSchemaNode {
  if (typeof node === 'boolean' || typeof node.type !== 'string') {
    throw new TypeError(`${path} has no single type, so it cannot be set by policy: give it a plain one`);
  }
  const reduced: ManagedSchemaNode = { type: node.type };
  if (node.title !== undefined) reduced.title = node.title;
  if (node.description !== undefined) reduced.description = node.description;
  if (node.enum !== undefined) reduced.enum = node.enum;
  if (node.minimum !== undefined) reduced.minimum = node.minimum;
  if (node.maximum !== undefined) reduced.maximum = node.maximum;
  if (node.properties) {
    reduced.properties = Object.fromEntries(
      Object.entries(node.properties).map(([key, value]) => [key, reduceSchema(value, `${path}.${key}`)]),
    );
  }
  if (node.items !== undefined && !Array.isArray(node.items)) {
    reduced.items = reduceSchema(node.items, `${path}[]`);
  }
  return reduced;
}
