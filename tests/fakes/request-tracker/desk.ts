import { oncePer, type Article, type Company, type Person, type Ticket } from '../company';

/** Rights of RT, as its database names them. */
export type Right =
  | 'SeeQueue'
  | 'CreateTicket'
  | 'ShowTicket'
  | 'ReplyToTicket'
  | 'ShowTicketComments'
  | 'CommentOnTicket'
  | 'ShowOutgoingEmail'
  | 'ModifyTicket'
  | 'OwnTicket'
  | 'TakeTicket'
  | 'SeeClass'
  | 'ShowArticle'
  | 'SeeCustomField'
  | 'ModifySelf';

/** To a group of Acme's, to a system group, or to a role of the ticket (`role`). */
export interface Grant {
  readonly to: string;
  readonly role?: true;
  readonly rights: readonly Right[];
}

export interface DeskQueue {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly address: string;
  readonly rights: readonly Grant[];
}

const staffRights: readonly Right[] = [
  'SeeQueue',
  'ShowTicket',
  'ReplyToTicket',
  'ShowTicketComments',
  'CommentOnTicket',
  'ShowOutgoingEmail',
  'ModifyTicket',
  'OwnTicket',
  'TakeTicket',
];
const readerRights: readonly Right[] = ['SeeQueue', 'ShowTicket', 'ReplyToTicket'];
const everybody: readonly Grant[] = [
  { to: 'Everyone', rights: ['SeeQueue', 'CreateTicket'] },
  { to: 'Requestor', role: true, rights: ['ShowTicket', 'ReplyToTicket'] },
];

const to = (groups: readonly string[], rights: readonly Right[]): Grant[] =>
  groups.map((group) => ({ to: group, rights }));

/** A new RT has a queue "General" (1), which nobody here may see, and one for approvals (2). */
export const queues: readonly DeskQueue[] = [
  {
    id: 3,
    name: 'Helpdesk',
    description: 'IT requests of the sites, by mail',
    address: 'help@acme.example',
    rights: [
      ...everybody,
      ...to(['helpdesk', 'network', 'endpoint', 'sap', 'operations', 'engineering', 'security'], staffRights),
      // They answer, but do not see what the staff write to each other.
      ...to(['contractors'], readerRights),
    ],
  },
  {
    id: 4,
    name: 'Facilities',
    description: 'Doors, lifts, rooms',
    address: 'facilities@acme.example',
    rights: [...everybody, ...to(['helpdesk', 'operations'], staffRights)],
  },
  {
    id: 5,
    name: 'Security',
    description: 'Lost devices and incidents',
    address: 'security@acme.example',
    rights: [
      { to: 'Everyone', rights: ['CreateTicket'] },
      { to: 'Requestor', role: true, rights: ['ShowTicket', 'ReplyToTicket'] },
      ...to(['security'], staffRights),
    ],
  },
];

/** Of everything: what custom fields hold, and one's own settings. */
export const systemRights: readonly Grant[] = [
  { to: 'Everyone', rights: ['SeeCustomField'] },
  { to: 'Privileged', rights: ['ModifySelf'] },
];

export interface DeskField {
  readonly name: string;
  readonly type: 'HTML' | 'Text';
  readonly classes: readonly string[];
}

/** A class is the corpus's `space`. */
export const classesOf = oncePer((company: Company): { id: number; name: string; rights: Grant[] }[] => {
  const articles = rtArticles(company);
  const names = [...new Set(articles.map(({ space }) => space))];
  return names.map((name, at) => {
    const { visibility = 'all' } = articles.find(({ space }) => space === name) ?? {};
    const groups = visibility === 'all' ? ['Everyone'] : visibility;
    // RT comes with a class "General" (1).
    return { id: at + 2, name, rights: to(groups, ['SeeClass', 'ShowArticle']) };
  });
});

/** One class keeps RT's own plain text, the others have an HTML field of their own. */
export function fieldsOf(company: Company): DeskField[] {
  const plain = 'Helpdesk notes';
  const rich = classesOf(company)
    .map(({ name }) => name)
    .filter((name) => name !== plain);
  return [
    { name: 'Body', type: 'HTML', classes: rich },
    { name: 'Content', type: 'Text', classes: [plain] },
  ];
}

export function rtArticles(company: Company): Article[] {
  return company.articles.filter(({ home }) => home === 'rt').sort((a, b) => Number(a.id) - Number(b.id));
}

export function rtTickets(company: Company): Ticket[] {
  return company.tickets.filter(({ home }) => home === 'rt').sort((a, b) => Number(a.id) - Number(b.id));
}

/** Staff; everybody else has the self-service pages. */
export function isPrivileged(person: Person): boolean {
  return person.roles.length > 0;
}

/** May do everything: RT's SuperUser. */
export function isAdmin(person: Person): boolean {
  return person.roles.includes('admin');
}
