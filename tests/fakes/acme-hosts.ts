/** Where Acme's self-hosted products live; ServiceNow's host is the vendor's and needs no naming. */
export const acmeHosts = {
  servicenow: 'acme.service-now.com',
  'jira-dc': 'jira.acme.test',
  'confluence-dc': 'confluence.acme.test',
  mediawiki: 'wiki.acme.test',
} as const;

/** A second Jira, of a company that Acme bought: another instance of a product that is there already. */
export const secondJiraHost = 'jira2.acme.test';

/** Match patterns that the demo and the tests grant at install. */
export const acmeOrigins = [
  `https://${acmeHosts['jira-dc']}/*`,
  `https://${secondJiraHost}/*`,
  `https://${acmeHosts['confluence-dc']}/*`,
  `https://${acmeHosts.mediawiki}/*`,
  `http://${acmeHosts.mediawiki}/*`,
];
