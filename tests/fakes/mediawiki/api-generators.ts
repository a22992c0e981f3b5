import { revoked } from '../modes';
import { ApiError } from './api-errors';
import { addPages } from './api-pages';
import { limitOf, listOf } from './api-parameters';
import type { WikiInstance } from './instance';
import { currentOf, dbKey, normalTitle, type StoredPage } from './store';

/** Where a generator goes on, as the answer's `continue` holds it. */
type Continue = Record<string, string>;

/**
 * Pages that a generator finds instead of being named, with the props that are asked for. Each wiki goes on from a
 * title or a change, so that what happens to other pages in between does not matter. Adds no `pages` where there are none.
 */
export function addGenerated(
  wiki: WikiInstance,
  parameters: URLSearchParams,
  query: Record<string, unknown>,
): Continue | null {
  const generator = parameters.get('generator') ?? '';
  const found = generators[generator]?.(wiki, parameters);
  if (!found) throw new ApiError('badvalue', `Unrecognized value for parameter "generator": ${generator}.`);
  if (found.pages.length > 0) {
    const asked = new URLSearchParams(parameters);
    asked.set('pageids', found.pages.map(({ id }) => id).join('|'));
    addPages(wiki, asked, query);
  }
  return found.next;
}

type Generate = (
  wiki: WikiInstance,
  parameters: URLSearchParams,
) => { pages: StoredPage[]; next: Continue | null };

/** All of Acme's pages are articles: namespace 0. */
const generators: Partial<Record<string, Generate>> = {
  /** By title, as the database orders it: by code, with underscores for spaces. */
  allpages(wiki, parameters) {
    const from = dbKey(normalTitle(parameters.get('gapcontinue') ?? parameters.get('gapfrom') ?? ''));
    const which = parameters.get('gapfilterredir') ?? 'all';
    const inNamespace = (parameters.get('gapnamespace') ?? '0') === '0' ? visiblePages(wiki) : [];
    const rows = inNamespace
      .filter(
        (page) => which === 'all' || (currentOf(page).redirectTo === null) === (which === 'nonredirects'),
      )
      .filter((page) => dbKey(page.title) >= from)
      .sort((a, b) => (dbKey(a.title) < dbKey(b.title) ? -1 : 1));
    const { pages, next } = cut(rows, limitOf(parameters, 'gaplimit'));
    return { pages, next: next && { gapcontinue: dbKey(next.title), continue: 'gapcontinue||' } };
  },
  /** The latest change of each page, oldest first: nobody here asks for any other list of changes. */
  recentchanges(wiki, parameters) {
    if (!parameters.has('grctoponly') || parameters.get('grcdir') !== 'newer') {
      throw new ApiError('badvalue', 'This double lists the latest change of each page, oldest first.');
    }
    const [time = '', number = '0'] = (parameters.get('grccontinue') ?? '').split('|');
    const start = digits(parameters.get('grcstart') ?? '');
    const isAfter = (page: StoredPage) => {
      const [at, id] = changeOf(page);
      if (time !== '') return at > time || (at === time && id >= Number(number));
      return at >= start;
    };
    const inNamespace = listOf(parameters, 'grcnamespace', '0').includes('0') ? visiblePages(wiki) : [];
    const rows = inNamespace.filter(isAfter).sort((a, b) => {
      const [[at, id], [otherAt, otherId]] = [changeOf(a), changeOf(b)];
      return at === otherAt ? id - otherId : at < otherAt ? -1 : 1;
    });
    const { pages, next } = cut(rows, limitOf(parameters, 'grclimit'));
    return { pages, next: next && { grccontinue: changeOf(next).join('|'), continue: 'grccontinue||' } };
  },
};

function visiblePages(wiki: WikiInstance): StoredPage[] {
  return wiki.store.pages.filter((page) => revoked(wiki.modes, page.title, String(page.id)) === null);
}

/** Time and number of a page's latest change. */
function changeOf(page: StoredPage): [time: string, id: number] {
  const { id, timestamp } = currentOf(page);
  return [digits(timestamp), id];
}

/** `20261122170204`, as the database writes times. */
function digits(timestamp: string): string {
  return timestamp.replace(/\D/g, '');
}

function cut(rows: readonly StoredPage[], limit: number): { pages: StoredPage[]; next: StoredPage | null } {
  return { pages: rows.slice(0, limit), next: rows[limit] ?? null };
}
