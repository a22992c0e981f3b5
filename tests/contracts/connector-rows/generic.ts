import { createIntranetFake } from '../../fakes/intranet';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createIntranetFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/policies/parking-permits',
  basePath: '',
  find: {
    terms: [identifier('P-4417'), word('parking'), word('permit')],
    id: /^\/policies\/parking-permits$/,
    title: /^Parking permits$/,
  },
  refs: [
    article('/policies/parking-permits', 'url'),
    article('/policies/parking-permits/', 'url'),
    article('/policies/parking-permits?utm_source=mail', 'url'),
  ],
  hidden: {
    ref: article('/personnel/severance-terms', 'url'),
    terms: [word('severance'), word('notice')],
    reader: 'hana.weiss',
  },
};
