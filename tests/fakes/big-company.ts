import type { Article, Company, Ticket } from './company';

/** The same company after years: `count` more copies of what is like the given article or ticket, each with an id of its own. */
export function manyMore(
  company: Company,
  count: number,
  isArticle: (article: Article) => boolean,
  isTicket: (ticket: Ticket) => boolean,
): Company {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const articles = company.articles
    .filter(isArticle)
    .flatMap((article) => numbers.map((at) => articleCopy(article, at)));
  const tickets = company.tickets
    .filter(isTicket)
    .flatMap((ticket) => numbers.map((at) => ticketCopy(ticket, at)));
  return {
    ...company,
    articles: [...company.articles, ...articles],
    tickets: [...company.tickets, ...tickets],
  };
}

function articleCopy(article: Article, at: number): Article {
  return {
    ...article,
    id: articleId(article, at),
    slug: `${article.slug}-${at}`,
    title: `${article.title} ${at}`,
  };
}

/** As the product numbers or names them. */
function articleId({ home, id }: Article, at: number): string {
  switch (home) {
    case 'servicenow':
      return `KB${String(2_000_000 + at)}`;
    case 'confluence':
    case 'rt':
      return String(9_000_000 + at);
    case 'sharepoint':
      return id.replace(/(\.\w+)?$/, `-${at}$1`);
    case 'mediawiki':
      return `${id} ${at}`;
    case 'dokuwiki':
      return `${id}_${at}`;
    case 'intranet':
      return `${id}-${at}`;
  }
}

function ticketCopy(ticket: Ticket, at: number): Ticket {
  const number = String(2_000_000 + at);
  return {
    ...ticket,
    id: ticket.id.replace(/\d+$/, number),
    slug: `${ticket.slug}-${at}`,
    title: `${ticket.title} ${at}`,
    sysId: ticket.sysId && `${ticket.sysId.slice(0, 24)}${(0xa0000000 + at).toString(16)}`,
  };
}
