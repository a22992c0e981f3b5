import type { DocumentRef, DocumentState, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { dokuwikiText, sameDokuwikiId, spokenId } from '../platform/dokuwiki-page';
import { hashText } from '../platform/hash-text';
import { metaContent } from '../platform/page-reading';
import type { ConnectorIo } from './connector';
import type { DokuwikiAnswer, PageParameters } from './dokuwiki-answer';
import { askPage, confirmUser, refuseDenied } from './dokuwiki-answer';
import { marksDraft, marksOutdated } from './document-state';
import { momentOf } from './iso-date';

/** What is read of one page at most. */
const longestText = 400_000;

export function pageRef(id: string): DocumentRef {
  return { kind: 'article', id, idType: 'page-id', within: null };
}

/**
 * The page as it is now, also where an old revision was named. Two pages are asked for at once: the list of revisions,
 * which alone says to the second when the page was changed, and by whom; and the export, which is the text in every
 * template. Either says whether the user may read it.
 */
export async function readDokuwikiPage(
  ref: DocumentRef,
  which: PageParameters,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const [history, page] = await Promise.all([
    askPage({ ...which, do: 'revisions' }, source.baseUrl, io),
    askPage({ ...which, do: 'export_xhtml' }, source.baseUrl, io),
  ]);
  refuseDenied(history);
  refuseDenied(page);
  await confirmUser(history, source.baseUrl, io);
  const isSame = ref.idType === 'start-page' || isNamed(page.facts.id, ref.id);
  // Only a page that exists names its address.
  if (!isSame || canonicalUrl(page) === null)
    throw new DesksideError('not-found', 'No such page in the wiki');
  if (page.facts.id === '' || page.facts.id.length > 512)
    throw new DesksideError('bad-answer', 'The page names itself in another way');
  return toDocument(page, lastChange(history), source);
}

/** The parameters that name the page. Throws `not-found` for what is no id. */
export function whichPage(ref: DocumentRef): PageParameters {
  if (ref.idType === 'start-page') return {};
  // The wiki would read these as another page's id.
  if (/\p{Cc}|\p{Cs}|(?:^|[:;/\\])\.{1,2}(?:$|[:;/\\])/u.test(ref.id)) {
    throw new DesksideError('not-found', 'This is not an id');
  }
  return { id: ref.id };
}

function isNamed(shown: string, asked: string): boolean {
  if (asked.endsWith(':') && shown.startsWith(asked)) return true;
  return sameDokuwikiId(shown, asked) || /\P{ASCII}/u.test(asked);
}

function canonicalUrl({ document }: DokuwikiAnswer): string | null {
  return document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null;
}

interface LastChange {
  /** Epoch seconds; null where the list is switched off. */
  readonly seconds: number | null;
  readonly author: string | null;
}

/** The list's first line is the page as it is. */
function lastChange({ document }: DokuwikiAnswer): LastChange {
  const box = document.querySelector('#page__revisions input[name="rev2[]"]');
  const seconds = Number(box?.getAttribute('value') ?? NaN);
  const user = box?.closest('li')?.querySelector('.user');
  // Administrators are also shown the address it came from.
  const author = (user?.querySelector('bdi') ?? user)?.textContent?.trim();
  return { seconds: Number.isInteger(seconds) && seconds > 0 ? seconds : null, author: author || null };
}

function toDocument(page: DokuwikiAnswer, change: LastChange, source: SourceConfig): SourceDocument {
  const { facts, document } = page;
  const text = dokuwikiText(document, longestText) ?? { title: null, blocks: [] };
  const names = facts.id.split(':');
  const labels = labelsOf(document, names);
  const isDoomed = document.querySelector('img[alt="DELETEME"]') !== null;
  return {
    id: facts.id,
    sourceId: source.id,
    kind: 'article',
    ref: pageRef(facts.id),
    title: text.title ?? spokenId(facts.id),
    url: pageUrl(canonicalUrl(page) ?? '', facts.id, source),
    blocks: text.blocks,
    version: change.seconds === null ? hashText(JSON.stringify(text)) : String(change.seconds),
    author: change.author,
    created: null,
    updated: change.seconds === null ? null : momentOf(change.seconds * 1000),
    space: names.length > 1 ? names.slice(0, -1).join(':') : null,
    language: languageOf(document),
    state: isDoomed ? 'outdated' : stateOf([...labels, ...names.slice(0, -1)]),
    labels,
    restricted: false,
    ticket: null,
  };
}

/** A page's subjects, which a plugin sets; without one the wiki names the parts of the id instead. */
function labelsOf(document: Document, names: readonly string[]): string[] {
  const keywords = metaContent(document, 'keywords') ?? '';
  if (keywords === names.join(',')) return [];
  return keywords
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}

/** Wikis keep old pages in a namespace of that name ("archive:vpn") or tag them. */
function stateOf(marks: readonly string[]): DocumentState {
  if (marksOutdated(marks)) return 'outdated';
  return marksDraft(marks) ? 'draft' : 'current';
}

function languageOf(document: Document): string | null {
  const language = document.documentElement.getAttribute('lang') ?? '';
  return /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language) ? language : null;
}

/** The wiki's own address for the page where it is on the source's host; its idea of the host may be another. */
function pageUrl(canonical: string, id: string, { baseUrl }: SourceConfig): string {
  const url = URL.canParse(canonical, baseUrl) ? new URL(canonical, baseUrl) : null;
  if (url && url.href.startsWith(`${baseUrl}/`)) return url.href;
  return `${baseUrl}/doku.php?id=${encodeURIComponent(id).replaceAll('%3A', ':')}`;
}
