import { createAtlassianCloudFake, type AtlassianCloudFake } from '../../fakes/atlassian-cloud';
import { identifier, ticket, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createAtlassianCloudFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/jira/software/c/projects/OPS/boards/7?selectedIssue=OPS-7',
  basePath: '',
  sameInstance: ['jira-service-management'],
  find: {
    terms: [identifier('802.1X'), word('authentication'), word('laptop')],
    id: /^HELP-16$/,
    title: /802\.1X/,
    asTickets: true,
  },
  tickets: {
    terms: [identifier('802.1X'), word('authentication'), word('laptop')],
    key: 'HELP-16',
    home: 'jira',
    idType: 'key',
  },
  refs: [ticket('HELP-16', 'key'), ticket('help-16', 'key')],
  hidden: null,
  listing: {
    edit: (fake, { id }) => (fake as AtlassianCloudFake).edit(id, { description: 'Written anew.' }),
  },
};
