import { acmeHosts } from '../../tests/fakes/acme-hosts';
import type { Company } from '../../tests/fakes/company';

/** One stop of the demo: a page somebody at Acme would have open. */
export interface Stop {
  /** Site id. */
  site: string;
  title: string;
  url: string;
  /** Clicked after the page is there, to move inside the single-page app; the panel has to follow. */
  thenClick?: string;
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
  const wiki = (slug: string) => `${wikiOrigin}/wiki/${encodeURIComponent(article(slug).id.replaceAll(' ', '_'))}`;
  return [
    {
      site: 'servicenow',
      title: 'An incident in the classic form',
      url: `${now}${classic(`incident.do?sys_id=${ticket('INC0010023').sysId ?? ''}`)}`,
    },
    {
      site: 'servicenow',
      title: 'An incident in the workspace',
      url: `${now}/now/sow/record/incident/${ticket('INC0010025').sysId ?? ''}`,
    },
    { site: 'jira-dc', title: 'A Jira issue', url: `${jira}/browse/HELP-12` },
    { site: 'jira-dc', title: 'A German ticket', url: `${jira}/browse/HELP-17` },
    {
      site: 'confluence-dc',
      title: 'A Confluence page',
      url: `${confluence}/pages/viewpage.action?pageId=${article('split-tunnel-and-dns').id}`,
    },
    { site: 'mediawiki', title: 'A wiki page', url: wiki('sap-locked-user-su01') },
  ];
}
