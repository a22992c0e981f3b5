import { createJiraFake, type JiraFake } from '../../fakes/jira-dc';
import { identifier, ticket, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createJiraFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/browse/HELP-12?filter=-1',
  basePath: '',
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
  refs: [ticket('HELP-16', 'key')],
  hidden: null,
  listing: { edit: (fake, { id }) => (fake as JiraFake).edit(id, { description: 'Written anew.' }) },
};
