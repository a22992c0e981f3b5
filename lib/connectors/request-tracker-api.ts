import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { looksLikeLogin } from '../platform/looks-like-login';
import type { ConnectorIo } from './connector';

/** The most rows that RT gives at once. */
export const mostRows = 100;
/** A thread or list longer than this is not read to its end. */
const mostPages = 5;

/** RT hands out numbers as text in some places and as numbers in others. */
export const idSchema = z.union([z.string(), z.number()]).transform(String);

/** The number of a ticket, an article or a part of one: it becomes part of addresses. */
export const numberSchema = idSchema.pipe(z.string().regex(/^[1-9]\d{0,14}$/));

/** A person as RT names them where RealName and Name were asked for; empty text where it knows nothing. */
export const personSchema = z
  .object({ id: idSchema.nullish(), RealName: z.string().nullish(), Name: z.string().nullish() })
  .nullish()
  .catch(null);

/** RT's accounts for "nobody" and for itself are not people. */
const nobodies: ReadonlySet<string> = new Set(['Nobody', 'RT_System']);

/** What people call a person; null for nobody. */
export function nameOf(person: z.infer<typeof personSchema>): string | null {
  const login = person?.Name || person?.id || null;
  if (login !== null && nobodies.has(login)) return null;
  return person?.RealName?.trim() || login;
}

/** `GET /REST/2.0/<path>?…`; every parameter encoded once. */
export function restUrl(
  source: Pick<SourceConfig, 'baseUrl'>,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${source.baseUrl}/REST/2.0/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** One condition of a search by JSON. Conditions on one field are alternatives, those on different ones must all hold. */
export interface RtCondition {
  readonly field: string;
  readonly operator?: 'LIKE' | 'STARTSWITH' | 'IS' | '>';
  readonly value: string;
}

/** Rows of one page of a list. */
export async function askPage<T>(
  url: string,
  row: z.ZodType<T>,
  io: ConnectorIo,
): Promise<{ items: T[]; isLast: boolean }> {
  const schema = z.object({
    items: z.array(row),
    page: z.number().nullish(),
    /** Null where the user does not see everything: then only an empty page tells the end. */
    pages: z.number().nullish(),
  });
  const { data } = await io.request.json(url, schema);
  const { items, page, pages } = data;
  return { items, isLast: items.length === 0 || (pages != null && (page ?? 1) >= pages) };
}

/**
 * Rows of a list, page by page, one request at a time: RT answers each from a process of its own. A page may be short
 * because rows in it are hidden from the user.
 */
export async function askRows<T>(url: string, row: z.ZodType<T>, io: ConnectorIo): Promise<T[]> {
  const rows: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { items, isLast } = await askPage(`${url}&per_page=${mostRows}&page=${page}`, row, io);
    for (const item of items) rows.push(item);
    // Fewer than half of a page: what is hidden does not fill the rest.
    if (isLast || items.length < mostRows / 2) break;
  }
  return rows;
}

/**
 * Pages that name the session's user in a script of their head, small ones first. The first two are for staff and
 * customers alike, but can be taken away; the last one sends customers elsewhere.
 */
const pagesWithUser = ['/SelfService/Article/Search.html', '/SelfService/Prefs.html', '/'] as const;

const userSchema = z.object({
  Name: z.string().min(1),
  RealName: z.string().nullish(),
  /** False for customers, who have the self-service pages only. Missing before 5.0. */
  Privileged: z.boolean().nullish(),
});

export interface RtUser extends Identity {
  readonly isCustomer: boolean;
}

/** Who is signed in, by a page: the REST interface has no word for oneself. Throws `signed-out` for nobody. */
export async function whoAmI(source: SourceConfig, io: ConnectorIo): Promise<RtUser> {
  let refused: DesksideError | null = null;
  for (const path of pagesWithUser) {
    try {
      const { data } = await io.request.text(source.baseUrl + path);
      const { Name, RealName, Privileged } = userInPage(data, source);
      return { userId: Name, displayName: RealName?.trim() || Name, isCustomer: Privileged === false };
    } catch (error) {
      if (!(error instanceof DesksideError) || !isAboutThePage(error)) throw error;
      // The first page was asked for everybody's sake: what it said counts.
      refused ??= error;
    }
  }
  throw refused ?? new DesksideError('bad-answer', 'No page says who is signed in', { at: source.baseUrl });
}

function isAboutThePage({ kind }: DesksideError): boolean {
  return kind === 'not-found' || kind === 'forbidden' || kind === 'bad-answer';
}

/**
 * Refuses what was read when somebody else is signed in than the user whom the caller verified: no answer of the REST
 * interface says for whom it was made. Asked after reading, so that a change in between is seen.
 */
export async function confirmUser(source: SourceConfig, io: ConnectorIo): Promise<RtUser> {
  const user = await whoAmI(source, io);
  if (io.user !== null && io.user.userId !== user.userId) {
    throw new DesksideError('signed-out', 'Another user is signed in than before', { at: source.baseUrl });
  }
  return user;
}

function userInPage(html: string, source: SourceConfig): z.infer<typeof userSchema> {
  const [, json] = /\bRT\.CurrentUser\s*=\s*(\{.*\});[ \t]*$/m.exec(html.slice(0, 100_000)) ?? [];
  if (json === undefined && looksLikeLogin(html)) {
    throw new DesksideError('signed-out', 'A sign-in page was answered', { at: source.baseUrl });
  }
  if (json === undefined) {
    throw new DesksideError('bad-answer', 'The page does not say who is signed in', { at: source.baseUrl });
  }
  if (/^\{\s*\}$/.test(json)) {
    throw new DesksideError('signed-out', 'Nobody is signed in to Request Tracker', { at: source.baseUrl });
  }
  const user = userSchema.safeParse(decoded(json));
  if (user.success) return user.data;
  throw new DesksideError('bad-answer', 'The page names its user in another way', { at: source.baseUrl });
}

function decoded(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // no JSON: the schema refuses null
  }
}
