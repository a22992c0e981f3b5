import type { DocumentRef } from '../../core/document';
import type { SiteMatch } from '../../core/page';
import type { TicketFields } from '../../core/ticket';
import { cutText } from '../../platform/hash-text';
import { MAX_TEXT, findOnPage } from '../../platform/page-reading';
import { REQUESTER_FIELDS, RESOLUTION_FIELDS, isDoneState } from '../../platform/servicenow-tables';
import type { SitePage } from '../site';
import { SYS_ID, TICKET_TABLE } from './address';
import { entriesOf, type EntrySelectors } from './entries';
import { chosenOption, shownValue, ticketReading } from './values';

/** The activity stream of classic forms (Xanadu and before). */
export const streamCards: EntrySelectors = {
  entry: ['ul.activities-form > li.h-card', '#sn_form_inline_stream_entries li.h-card'],
  author: ['.sn-card-component-createdby'],
  sort: ['.sn-card-component-time > span', '.sn-card-component-time'],
  text: ['.sn-card-component_summary .sn-widget-textblock-body', '.sn-widget-textblock-body'],
};

/** A classic form; null where its hidden fields name another record than the address. */
export async function readForm(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const form = await findOnPage(document, () => formIdentity(document), { signal, late: false });
  if (!form) return null;
  const key = fieldValue(document, form.table, ['number']);
  // The form's hidden fields say whose form it is; the address may be an old one.
  if (ref.idType === 'sys_id' ? ref.id !== form.sysId : ref.id !== key) return null;
  const resolved: DocumentRef = { kind: 'ticket', id: form.sysId, idType: 'sys_id', within: form.table };
  return ticketReading(page, { ...match, ref: resolved }, formFields(document, form.table, key ?? ''));
}

function formIdentity(document: Document): { table: string; sysId: string } | null {
  const unique = document.querySelector('#sys_uniqueValue, [name="sys_uniqueValue"]');
  const target = (unique?.closest('form') ?? document).querySelector('#sys_target, [name="sys_target"]');
  const table = target ? shownValue(target) : '';
  const sysId = unique ? shownValue(unique) : '';
  return TICKET_TABLE.test(table) && SYS_ID.test(sysId) ? { table, sysId } : null;
}

function formFields(document: Document, table: string, key: string): Partial<TicketFields> {
  const field = (...names: string[]) => fieldValue(document, table, names);
  const resolved = isDoneState(table, storedState(document, table)) === true;
  return {
    key,
    title: field('short_description') ?? '',
    description: cutText(field('description') ?? '', MAX_TEXT),
    comments: entriesOf(document, streamCards, 'internal'),
    status: field('state', 'incident_state'),
    resolved,
    resolution: resolved ? field(...RESOLUTION_FIELDS) : null,
    priority: field('priority'),
    category: field('category', 'hr_service'),
    assignmentGroup: field('assignment_group'),
    assignee: field('assigned_to'),
    requester: field(...REQUESTER_FIELDS),
  };
}

function storedState(document: Document, table: string): string {
  const element = ['state', 'incident_state']
    .map((name) => document.getElementById(`${table}.${name}`))
    .find((found) => found !== null);
  if (!element) return '';
  return (element.tagName === 'SELECT' ? chosenOption(element) : element)?.getAttribute('value') ?? '';
}

/** Shown value of the first of these fields that has one: references and read-only fields keep it beside the stored one. */
function fieldValue(document: Document, table: string, names: readonly string[]): string | null {
  for (const name of names) {
    for (const prefix of ['sys_display.', 'sys_readonly.', '']) {
      const element = document.getElementById(`${prefix}${table}.${name}`);
      const value = element ? shownValue(element).trim() : '';
      // Without its shown text a reference is a bare sys_id: nothing for a reader.
      if (value !== '' && !(prefix === '' && SYS_ID.test(value))) return value;
    }
  }
  return null;
}
