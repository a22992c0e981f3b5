import { createConfluenceFake, type ConfluenceFake } from '../../fakes/confluence-dc';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createConfluenceFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/pages/viewpage.action?pageId=655384',
  basePath: '',
  find: {
    terms: [identifier('802.1X'), word('certificate'), word('wi-fi')],
    id: /^655384$/,
    title: /802\.1X/,
  },
  refs: [
    article('655384', 'page-id'),
    article('Wi-Fi Acme-Corp and the 802.1X certificate', 'title', 'ITOPS'),
  ],
  hidden: {
    ref: article('655440', 'page-id'),
    terms: [word('salary'), word('data')],
    reader: 'hana.weiss',
  },
  listing: {
    home: 'confluence',
    edit: (fake, { id }) => (fake as ConfluenceFake).edit(id, { body: 'Written anew.' }),
  },
};
