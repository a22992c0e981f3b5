import type { DocumentRef } from '../../core/document';
import type { SiteMatch } from '../../core/page';
import { findOnPage } from '../../platform/page-reading';
import { walkOpenTree } from '../../platform/walk-open-tree';
import type { SitePage } from '../site';
import { NUMBER_IN_TEXT, shownValue, ticketReading } from './values';

/** Enough for the layers of a workspace around its form, little enough to cost a few milliseconds. */
const WORKSPACE_NODES = 8_000;
/** A control is inside the component of its field, which is inside the component of its row. */
const HOSTS_ABOVE = 3;

const READ_FIELDS = ['number', 'short_description', 'description', 'state', 'priority'] as const;
type ReadField = (typeof READ_FIELDS)[number];

/**
 * A workspace is layers of components that change with every release: taken are only its title and the form fields
 * whose names are those of the table, and these only where a single record shows them.
 */
export async function readWorkspace(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const seen = await findOnPage(document, () => workspaceFields(document), { signal, late: true });
  if (!seen) return null;
  const key = seen.get('number') ?? NUMBER_IN_TEXT.exec(document.title)?.[0] ?? '';
  if (ref.idType === 'number' && key !== '' && key !== ref.id) return null;
  return ticketReading(page, match, {
    key,
    title: seen.get('short_description') ?? '',
    description: seen.get('description') ?? '',
    status: seen.get('state') ?? null,
    priority: seen.get('priority') ?? null,
  });
}

/** What the one visible record shows; of several, nothing but a number they share. Null for another page. */
function workspaceFields(document: Document): ReadonlyMap<ReadField, string> | null {
  const values = new Map(READ_FIELDS.map((name) => [name, new Set<string>()]));
  let isWorkspace = false;
  if (!document.body) return null;
  walkOpenTree(document.body, WORKSPACE_NODES, (element) => {
    const tag = element.tagName.toLowerCase();
    if (/^(?:macroponent|sn|now)-/.test(tag) || element.hasAttribute('component-id')) isWorkspace = true;
    if (tag !== 'input' && tag !== 'textarea') return;
    const name = fieldNameOf(element);
    const value = name ? shownValue(element).trim() : '';
    if (name && value !== '') values.get(name)?.add(value);
  });
  if (!isWorkspace) return null;
  const several = ['number', 'short_description'] as const;
  const isSingle = several.every((name) => (values.get(name)?.size ?? 0) <= 1);
  const known = new Map<ReadField, string>();
  for (const [name, [value, ...others]] of values) {
    if (value !== undefined && others.length === 0 && (isSingle || name === 'number')) known.set(name, value);
  }
  return known;
}

/** A control is named itself or by a component it is drawn in. */
function fieldNameOf(control: Element): ReadField | null {
  let element: Element | null = control;
  for (let above = 0; element && above <= HOSTS_ABOVE; above += 1) {
    const name = element.getAttribute('name');
    if (name !== null) return READ_FIELDS.find((each) => each === name) ?? null;
    const root: Node = element.getRootNode();
    element = 'host' in root ? (root as ShadowRoot).host : null;
  }
  return null;
}
