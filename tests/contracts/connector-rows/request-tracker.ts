import { createRequestTrackerFake, type RequestTrackerFake } from '../../fakes/request-tracker';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createRequestTrackerFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/Ticket/Display.html?id=1047',
  basePath: '',
  find: {
    terms: [word('label'), word('printer'), word('blank')],
    id: /^article:2$/,
    title: /label printer/,
  },
  tickets: {
    terms: [identifier('P01'), word('SAP'), word('locked')],
    key: '1042',
    home: 'rt',
    idType: 'id',
  },
  refs: [article('2', 'id')],
  hidden: {
    ref: article('4', 'id'),
    terms: [word('lost'), word('laptop')],
    reader: 'omar.haddad',
  },
  listing: {
    home: 'rt',
    edit: (fake, { id }) => (fake as RequestTrackerFake).edit(id, 'Written anew.'),
  },
};
