import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** `all` is everybody with an account; otherwise the groups that may see it. */
export const visibilitySchema = z.union([z.literal('all'), z.array(z.string()).min(1)]);
export type Visibility = z.infer<typeof visibilitySchema>;

const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  title: z.string(),
  password: z.string(),
  roles: z.array(z.string()),
  servicenowSysId: z.string().regex(/^[0-9a-f]{32}$/),
  groups: z.array(z.string()),
});
export type Person = z.infer<typeof personSchema>;

/** ISO 8601 in UTC. YAML may hand over a Date for an unquoted time. */
const instant = z
  .union([z.string(), z.date()])
  .transform((value) => new Date(value).toISOString().replace('.000Z', 'Z'));

const articleFrontSchema = z.object({
  /** The vendor's own id: KB number, Confluence page id, MediaWiki title, SharePoint path, DokuWiki id, URL path. */
  id: z.coerce.string(),
  home: z.enum(['servicenow', 'confluence', 'mediawiki', 'sharepoint', 'dokuwiki', 'rt', 'intranet']),
  /** Knowledge base title, space key, or the wiki's namespace. */
  space: z.string(),
  title: z.string(),
  /** Person id. */
  author: z.string(),
  created: instant,
  updated: instant,
  version: z.number().int().min(1),
  labels: z.array(z.string()).default([]),
  lang: z.string().default('en'),
  visibility: visibilitySchema.default('all'),
  state: z.enum(['published', 'draft', 'outdated', 'retired']).default('published'),
});
export type Article = z.infer<typeof articleFrontSchema> & { slug: string; body: string };

const ticketCommentSchema = z.object({
  /** Person id. */
  author: z.string(),
  created: instant,
  internal: z.boolean(),
  body: z.string(),
});

const ticketSchema = z.object({
  /** INC0010023, HRC0001001, HELP-12. */
  id: z.string(),
  home: z.enum(['servicenow', 'jira', 'rt']),
  /** Jira project key. */
  project: z.string().nullable().default(null),
  /** ServiceNow record id. */
  sysId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable()
    .default(null),
  /** ServiceNow table, where the number's prefix does not say it. */
  table: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .nullable()
    .default(null),
  /** What the vendor calls its sort: "Incident", "Bug", "Service Request". */
  type: z.string(),
  title: z.string(),
  /** In the vendor's own notation: plain text, or Jira's wiki markup. */
  description: z.string().transform((text) => text.trim()),
  /** Person id. */
  requester: z.string(),
  /** Person id. */
  assignee: z.string().nullable(),
  assignmentGroup: z.string().nullable(),
  status: z.string(),
  priority: z.string().nullable(),
  category: z.string().nullable(),
  created: instant,
  updated: instant,
  resolved: instant.nullable(),
  closeCode: z.string().nullable(),
  closeNotes: z
    .string()
    .transform((text) => text.trim())
    .nullable(),
  visibility: visibilitySchema.default('all'),
  labels: z.array(z.coerce.string()).default([]),
  comments: z.array(ticketCommentSchema).default([]),
});
export type Ticket = z.infer<typeof ticketSchema> & { slug: string };

export interface Company {
  people: readonly Person[];
  articles: readonly Article[];
  tickets: readonly Ticket[];
  /** Throws when nobody has this id: a typing error in the data must not pass as "nobody". */
  person(id: string): Person;
}

const defaultFolder = join(import.meta.dirname, '..', 'acme');

/** Reads Acme's people, articles and tickets; throws with the file's name when one is malformed. */
export function loadCompany(folder: string = defaultFolder): Company {
  const people = z
    .array(personSchema)
    .parse(parse(readFileSync(join(folder, 'people.yaml'), 'utf8')), named('people.yaml'));
  const byId = new Map(people.map((person) => [person.id, person]));
  return {
    people,
    articles: filesIn(join(folder, 'articles'), '.md').map(readArticle),
    tickets: filesIn(join(folder, 'tickets'), '.yaml').flatMap(readTickets),
    person(id) {
      const found = byId.get(id);
      if (!found) throw new Error(`No person "${id}" in people.yaml`);
      return found;
    },
  };
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

function readArticle(path: string): Article {
  const source = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  if (!parts) throw new Error(`${basename(path)} has no front matter`);
  const front = articleFrontSchema.parse(parse(parts[1] ?? ''), named(basename(path)));
  return { ...front, slug: basename(path, '.md'), body: (parts[2] ?? '').trim() };
}

/** A file holds one ticket or a list of them. */
function readTickets(path: string): Ticket[] {
  const name = basename(path);
  const content: unknown = parse(readFileSync(path, 'utf8'));
  const list = Array.isArray(content) ? content : [content];
  return z
    .array(ticketSchema)
    .parse(list, named(name))
    .map((ticket) => ({
      ...ticket,
      slug: list.length === 1 ? basename(name, '.yaml') : ticket.id.toLowerCase(),
    }));
}

/** zod's messages say what is wrong; this says where. */
function named(file: string): { error: z.core.$ZodErrorMap } {
  return { error: (issue) => `${file}: ${issue.code} at ${issue.path?.join('.') ?? 'top'}` };
}

/** What is worked out of one company, or of its articles, is worked out once. */
export function oncePer<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return (key) => {
    const { value } = known.get(key) ?? { value: work(key) };
    known.set(key, { value });
    return value;
  };
}
