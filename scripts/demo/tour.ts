import { acmeHosts } from '../../tests/fakes/acme-hosts';
import type { Company } from '../../tests/fakes/company';

/** One stop of the demo: a page somebody at Acme would have open. */
export interface Stop {
  /** Site id. */
  site: string;
  title: string;
  url: string;
  /** What the panel's head calls it: a ticket's number, a page's title. */
  key: string;
}

const classic = (target: string) => `/now/nav/ui/classic/params/target/${encodeURIComponent(target)}`;

/** The stops, from Acme's own ids, so that a change of the corpus cannot leave the demo at a dead address. */
export function tourOf(company: Company, wikiOrigin: string): Stop[] {
  const ticket = (id: string) => {
    const found = company.tickets.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`The corpus has no ticket ${id}`);
    return found;
  };
  const article = (slug: string) => {
    const found = company.articles.find((candidate) => candidate.slug === slug);
    if (!found) throw new Error(`The corpus has no article ${slug}`);
    return found;
  };
  const now = `https://${acmeHosts.servicenow}`;
  const confluence = `https://${acmeHosts['confluence-dc']}`;
  const jira = `https://${acmeHosts['jira-dc']}`;
  const wiki = (slug: string) =>
    `${wikiOrigin}/wiki/${encodeURIComponent(article(slug).id.replaceAll(' ', '_'))}`;
  return [
    {
      site: 'servicenow',
      title: 'An incident in the classic form',
      key: 'INC0010023',
      url: `${now}${classic(`incident.do?sys_id=${ticket('INC0010023').sysId ?? ''}`)}`,
    },
    {
      site: 'servicenow',
      title: 'An incident in the workspace',
      key: 'INC0010029',
      url: `${now}/now/sow/record/incident/${ticket('INC0010029').sysId ?? ''}`,
    },
    { site: 'jira-dc', title: 'A Jira issue', key: 'HELP-12', url: `${jira}/browse/HELP-12` },
    { site: 'jira-dc', title: 'A German ticket', key: 'HELP-17', url: `${jira}/browse/HELP-17` },
    {
      site: 'confluence-dc',
      title: 'A Confluence page',
      key: article('split-tunnel-and-dns').title,
      url: `${confluence}/pages/viewpage.action?pageId=${article('split-tunnel-and-dns').id}`,
    },
    {
      site: 'mediawiki',
      title: 'A wiki page',
      key: article('sap-locked-user-su01').title,
      url: wiki('sap-locked-user-su01'),
    },
  ];
}
