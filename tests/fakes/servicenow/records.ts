import type { Article, Company, Person, Ticket } from '../company';
import { companyLinks, toHtml } from '../markdown';
import { sysIdOf, type GlideRecord, type JournalEntry } from './record';
import { priorities, tables } from './schema';
import { glideTime, zoneOf } from './time';

const tableByPrefix: readonly (readonly [RegExp, string])[] = [
  [/^INC/, 'incident'],
  [/^PRB/, 'problem'],
  [/^CHG/, 'change_request'],
  [/^RITM/, 'sc_req_item'],
  [/^REQ/, 'sc_request'],
  [/^SCTASK/, 'sc_task'],
  [/^CS/, 'sn_customerservice_case'],
  [/^HRC/, 'sn_hr_core_case'],
  [/^IMS/, 'interaction'],
];
/** Where the product keeps the person a ticket is for. */
const requesterField: Record<string, string> = {
  incident: 'caller_id',
  problem: 'opened_by',
  change_request: 'requested_by',
  sc_request: 'requested_for',
  sc_req_item: 'requested_for',
  sc_task: 'requested_for',
  sn_customerservice_case: 'contact',
  sn_hr_core_case: 'opened_for',
  sn_hr_core_case_payroll: 'opened_for',
  interaction: 'opened_for',
};

/** Acme's people, groups, knowledge bases, articles and tickets as rows of the instance. */
export function recordsOf(company: Company): GlideRecord[] {
  const articles = company.articles.filter((article) => article.home === 'servicenow');
  const tickets = company.tickets.filter((ticket) => ticket.home === 'servicenow');
  const groups = unique(tickets.flatMap((ticket) => ticket.assignmentGroup ?? []));
  const bases = unique(articles.map((article) => article.space));
  return [
    ...company.people.map(userRow),
    ...groups.map((name) => plainRow('sys_user_group', name, { name, active: 'true' })),
    ...bases.map((title) =>
      plainRow('kb_knowledge_base', title, { title, active: 'true', description: title }),
    ),
    ...articles.flatMap((article) => articleRows(article, company)),
    ...tickets.map((ticket) => ticketRow(ticket, company)),
  ];
}

function userRow(person: Person): GlideRecord {
  const [first = '', ...last] = person.name.split(' ');
  return row('sys_user', person.servicenowSysId, {
    user_name: person.id,
    name: person.name,
    first_name: first,
    last_name: last.join(' '),
    email: person.email,
    title: person.title,
    active: 'true',
    time_zone: zoneOf(person.title),
  });
}

function plainRow(table: string, name: string, values: Record<string, string>): GlideRecord {
  return row(table, sysIdOf(table, name), values);
}

/** The published row, and before it the version it replaced: the product keeps both under one number. */
function articleRows(article: Article, company: Company): GlideRecord[] {
  const html = toHtml(article, { linkFor: companyLinks(company.articles) });
  const sysId = sysIdOf('kb_knowledge', article.id);
  const current = row('kb_knowledge', sysId, articleValues(article, company, html), article.visibility);
  if (article.version < 2) return [current];
  const earlier = articleValues(
    { ...article, version: article.version - 1, updated: article.created },
    company,
    html,
  );
  const previous = row(
    'kb_knowledge',
    sysIdOf('kb_knowledge', article.id, 'previous'),
    { ...earlier, text: withoutLastSection(html), workflow_state: 'outdated', latest: 'false' },
    article.visibility,
  );
  return [previous, current];
}

function articleValues(article: Article, company: Company, html: string): Record<string, string> {
  const state = article.state === 'outdated' ? 'published' : article.state;
  return {
    number: article.id,
    short_description: article.title,
    text: html,
    wiki: '',
    article_type: 'text',
    workflow_state: state,
    kb_knowledge_base: sysIdOf('kb_knowledge_base', article.space),
    author: company.person(article.author).servicenowSysId,
    published: state === 'draft' ? '' : article.created.slice(0, 10),
    // An article whose owners let it lapse stays published: only this date tells.
    valid_to: article.state === 'outdated' ? dayAfter(article.updated) : '2100-01-01',
    version: `${article.version}.0`,
    latest: 'true',
    active: String(state !== 'retired'),
    language: article.lang,
    meta: article.labels.join(', '),
    topic: 'General',
    can_read_user_criteria: article.visibility === 'all' ? '' : article.visibility.map(criteriaId).join(','),
    sys_view_count: String(100 + (parseInt(sysIdOf(article.id).slice(0, 4), 16) % 2000)),
    ...stamps(article.created, article.updated, article.author, article.version - 1),
  };
}

function ticketRow(ticket: Ticket, company: Company): GlideRecord {
  const table = ticket.table ?? tableByPrefix.find(([prefix]) => prefix.test(ticket.id))?.[1] ?? 'incident';
  const state = stateCode(table, ticket.status);
  const closed = /^(?:Closed|Cancell?ed)/.test(ticket.status);
  const isHr = table.startsWith('sn_hr_');
  const codeField = table === 'sn_customerservice_case' ? 'resolution_code' : 'close_code';
  const idOf = (person: string | null) => (person ? company.person(person).servicenowSysId : '');
  const requester = requesterField[table] ?? 'caller_id';
  const values: Record<string, string> = {
    number: ticket.id,
    short_description: ticket.title,
    description: ticket.description,
    state,
    ...(table === 'incident' ? { incident_state: state } : {}),
    priority: priorityCode(ticket.priority),
    impact: '2',
    urgency: '2',
    [isHr ? 'hr_service' : 'category']: ticket.category?.toLowerCase() ?? '',
    [isHr ? 'hr_service.label' : 'category.label']: ticket.category ?? '',
    ...(isHr ? { subject_person: idOf(ticket.requester) } : {}),
    [requester]: idOf(ticket.requester),
    opened_by: idOf(ticket.requester),
    opened_at: glideTime(ticket.created),
    assigned_to: idOf(ticket.assignee),
    assignment_group: ticket.assignmentGroup ? sysIdOf('sys_user_group', ticket.assignmentGroup) : '',
    contact_type: 'self-service',
    active: String(!closed),
    resolved_at: ticket.resolved ? glideTime(ticket.resolved) : '',
    resolved_by: ticket.resolved ? idOf(ticket.assignee) : '',
    closed_at: closed ? glideTime(ticket.updated) : '',
    closed_by: closed ? idOf(ticket.assignee) : '',
    [codeField]: ticket.closeCode ?? '',
    close_notes: ticket.closeNotes ?? '',
    sys_tags: ticket.labels.join(','),
    ...stamps(ticket.created, ticket.updated, ticket.requester, ticket.comments.length + 1),
  };
  const sysId = ticket.sysId ?? sysIdOf(table, ticket.id);
  return { ...row(table, sysId, values, ticket.visibility), journal: journalOf(ticket) };
}

function journalOf(ticket: Ticket): JournalEntry[] {
  return ticket.comments
    .map((comment, index) => ({
      sysId: sysIdOf('sys_journal_field', ticket.id, String(index)),
      element: comment.internal ? ('work_notes' as const) : ('comments' as const),
      author: comment.author,
      at: glideTime(comment.created),
      text: comment.body.trim(),
    }))
    .sort((a, b) => a.at.localeCompare(b.at));
}

function row(
  table: string,
  sysId: string,
  values: Record<string, string>,
  visibility: GlideRecord['visibility'] = 'all',
): GlideRecord {
  const defaults = stamps('2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z', 'admin', 0);
  const all = { ...defaults, ...values, sys_id: sysId, sys_class_name: table };
  return { table, sysId, values: new Map(Object.entries(all)), visibility, journal: [] };
}

function stamps(created: string, updated: string, by: string, updates: number): Record<string, string> {
  return {
    sys_created_on: glideTime(created),
    sys_created_by: by,
    sys_updated_on: glideTime(updated),
    sys_updated_by: by,
    sys_mod_count: String(updates),
  };
}

function priorityCode(word: string | null): string {
  const wanted = (word ?? 'Moderate').toLowerCase().replace('medium', 'moderate');
  return Object.entries(priorities).find(([, label]) => label.toLowerCase().endsWith(wanted))?.[0] ?? '3';
}

/** The state's value for a word of the data; the first state when the table does not know it. */
function stateCode(tableName: string, word: string): string {
  const choices = tables.get(tableName)?.fields.get('state')?.choices ?? {};
  const synonyms: Record<string, RegExp> = {
    new: /^(new|open)$/i,
    'in progress': /^(in progress|work in progress|root cause analysis|implement)$/i,
    'on hold': /^(on hold|assess|fix in progress)$/i,
    resolved: /^(resolved|closed complete|review)$/i,
    closed: /^(closed|closed complete)$/i,
  };
  const wanted = synonyms[word.toLowerCase()];
  const entries = Object.entries(choices);
  const exact = entries.find(([, label]) => label.toLowerCase() === word.toLowerCase());
  const near = entries.find(([, label]) => wanted?.test(label));
  return (exact ?? near ?? entries[0])?.[0] ?? '1';
}

function criteriaId(group: string): string {
  return sysIdOf('user_criteria', group);
}

function dayAfter(instant: string): string {
  return new Date(Date.parse(instant) + 86_400_000).toISOString().slice(0, 10);
}

function withoutLastSection(html: string): string {
  const cut = html.lastIndexOf('<h2');
  return cut > 0 ? html.slice(0, cut) : html;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
