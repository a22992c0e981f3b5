/** Where Acme's products live, by site id. One Atlassian cloud site holds three of them. */
export const acmeHosts = {
  servicenow: 'acme.service-now.com',
  'jira-dc': 'jira.acme.test',
  'confluence-dc': 'confluence.acme.test',
  mediawiki: 'wiki.acme.test',
  'jira-cloud': 'acme.atlassian.net',
  'jira-service-management': 'acme.atlassian.net',
  'confluence-cloud': 'acme.atlassian.net',
  sharepoint: 'acme.sharepoint.com',
  dokuwiki: 'doku.acme.test',
  'request-tracker': 'rt.acme.test',
  generic: 'intranet.acme.test',
} as const;
export type AcmeProduct = keyof typeof acmeHosts;

/** The systems that Acme's everyday story needs; the others stand beside them where a test or the demo asks for them. */
export const everydayProducts = ['servicenow', 'jira-dc', 'confluence-dc', 'mediawiki'] as const;

/** A second Jira, of a company that Acme bought: another instance of a product that is there already. */
export const secondJiraHost = 'jira2.acme.test';

/** Match patterns that the demo and the tests grant at install. */
export const acmeOrigins = [
  `https://${acmeHosts['jira-dc']}/*`,
  `https://${secondJiraHost}/*`,
  `https://${acmeHosts['confluence-dc']}/*`,
  `https://${acmeHosts.mediawiki}/*`,
  `http://${acmeHosts.mediawiki}/*`,
  `https://${acmeHosts.dokuwiki}/*`,
  `http://${acmeHosts.dokuwiki}/*`,
  `https://${acmeHosts['request-tracker']}/*`,
  `http://${acmeHosts['request-tracker']}/*`,
  `https://${acmeHosts.generic}/*`,
];
