/** Where Acme's self-hosted products live; ServiceNow's host is the vendor's and needs no naming. */
export const acmeHosts = {
  servicenow: 'acme.service-now.com',
  'jira-dc': 'jira.acme.test',
  'confluence-dc': 'confluence.acme.test',
  mediawiki: 'wiki.acme.test',
} as const;

/** Match patterns that the demo and the tests grant at install. */
export const acmeOrigins = [
  `https://${acmeHosts['jira-dc']}/*`,
  `https://${acmeHosts['confluence-dc']}/*`,
  `https://${acmeHosts.mediawiki}/*`,
  `http://${acmeHosts.mediawiki}/*`,
];
