import type { AcmeProduct } from '../../tests/fakes/acme-hosts';
import type { Company } from '../../tests/fakes/company';

/** Where Acme's knowledge is: its own servers, or the same company in its vendors' clouds. */
export type Place = 'own rooms' | 'cloud';

/** One stop of the demo: a page somebody at Acme would have open. */
export interface Stop {
  /** Site id. */
  site: string;
  title: string;
  url: string;
  /** What the panel's head calls it: a ticket's number, a page's title. */
  key: string;
  /** Which sources are asked. */
  place: Place;
}

const classic = (target: string) => `/now/nav/ui/classic/params/target/${encodeURIComponent(target)}`;

/** The stops, from Acme's own ids, so that a change of the corpus cannot leave the demo at a dead address. */
export function tourOf(company: Company, originOf: (product: AcmeProduct) => string): Stop[] {
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
  const now = originOf('servicenow');
  const confluence = originOf('confluence-dc');
  const jira = originOf('jira-dc');
  const cloud = originOf('jira-cloud');
  const homed = (slug: string, product: AcmeProduct) => `${originOf(product)}${article(slug).id}`;
  const wiki = (slug: string) =>
    `${originOf('mediawiki')}/wiki/${encodeURIComponent(article(slug).id.replaceAll(' ', '_'))}`;
  const own: Omit<Stop, 'place'>[] = [
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
      title: 'A MediaWiki page',
      key: article('sap-locked-user-su01').title,
      url: wiki('sap-locked-user-su01'),
    },
    {
      site: 'request-tracker',
      title: 'A ticket in Request Tracker',
      key: ticket('1045').id,
      url: `${originOf('request-tracker')}/Ticket/Display.html?id=1045`,
    },
    {
      site: 'dokuwiki',
      title: 'A DokuWiki page',
      key: article('dw-internal-certificate-renewal').title,
      url: `${originOf('dokuwiki')}/doku.php?id=${article('dw-internal-certificate-renewal').id}`,
    },
    {
      site: 'sharepoint',
      title: 'A SharePoint page',
      key: article('sp-mobile-phone-policy').title,
      url: homed('sp-mobile-phone-policy', 'sharepoint'),
    },
    {
      site: 'generic',
      title: 'A page of the intranet',
      key: article('in-company-phones').title,
      url: homed('in-company-phones', 'generic'),
    },
  ];
  const inCloud: Omit<Stop, 'place'>[] = [
    { site: 'jira-cloud', title: 'An issue in Jira Cloud', key: 'HELP-13', url: `${cloud}/browse/HELP-13` },
    {
      site: 'jira-service-management',
      title: 'A request in the agents’ queue',
      key: 'HELP-12',
      url: `${cloud}/jira/servicedesk/projects/HELP/queues/custom/5/HELP-12`,
    },
    {
      site: 'confluence-cloud',
      title: 'A page in Confluence Cloud',
      key: article('split-tunnel-and-dns').title,
      url: `${cloud}/wiki/spaces/ITOPS/pages/${article('split-tunnel-and-dns').id}`,
    },
  ];
  return [
    ...own.map((stop): Stop => ({ ...stop, place: 'own rooms' })),
    ...inCloud.map((stop): Stop => ({ ...stop, place: 'cloud' })),
  ];
}
