import { createAtlassianCloudFake, type AtlassianCloudFake } from '../../fakes/atlassian-cloud';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createAtlassianCloudFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/wiki/spaces/ITOPS/pages/655384/Wi-Fi',
  basePath: '/wiki',
  find: {
    terms: [identifier('802.1X'), word('certificate'), word('wi-fi')],
    id: /^655384$/,
    title: /802\.1X/,
  },
  refs: [
    article('655384', 'page-id'),
    article('Wi-Fi Acme-Corp and the 802.1X certificate', 'title', 'ITOPS'),
    article('wi-fi acme-corp AND the 802.1x Certificate', 'title', 'ITOPS'),
  ],
  hidden: {
    ref: article('655440', 'page-id'),
    terms: [word('salary'), word('data')],
    reader: 'hana.weiss',
  },
  listing: {
    home: 'confluence',
    edit: (fake, { id }) => (fake as AtlassianCloudFake).editPage(id, { body: 'Written anew.' }),
  },
};
