import type { Company } from '../../fakes/company';
import { companyLinks } from '../../fakes/markdown';
import { articleSummary, articleText } from '../../fakes/request-tracker/article-text';
import {
  classesOf,
  fieldsOf,
  isAdmin,
  isPrivileged,
  queues,
  rtArticles,
  rtTickets,
  systemRights,
} from '../../fakes/request-tracker/desk';
import { deskEvents, mergedTickets, priorityNumber } from '../../fakes/request-tracker/events';

/** Acme's desk as `seed.pl` takes it. */
export function describeDesk(company: Company): unknown {
  const linkFor = companyLinks(company.articles);
  return {
    begun: '2022-01-10T08:00:00Z',
    groups: [...new Set(company.people.flatMap(({ groups }) => groups))],
    people: company.people.map((person) => ({
      id: person.id,
      name: person.name,
      email: person.email,
      password: person.password,
      groups: person.groups,
      privileged: isPrivileged(person),
      isAdmin: isAdmin(person),
    })),
    rights: systemRights,
    queues,
    classes: classesOf(company),
    fields: fieldsOf(company),
    articles: rtArticles(company).map((article) => ({
      id: article.id,
      name: article.title,
      summary: articleSummary(article),
      class: article.space,
      author: article.author,
      created: article.created,
      updated: article.updated,
      content: articleText(article, company, linkFor),
    })),
    tickets: ticketHeads(company),
    events: deskEvents(company),
  };
}

function ticketHeads(company: Company) {
  return [
    ...rtTickets(company).map(({ id, project, title, requester, priority }) => ({
      id,
      queue: project,
      subject: title,
      requester,
      priority: priorityNumber(priority),
    })),
    ...mergedTickets.map(({ id, queue, subject, requester }) => ({
      id,
      queue,
      subject,
      requester,
      priority: 0,
    })),
  ];
}
