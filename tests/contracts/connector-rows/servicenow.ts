import { createServicenowFake, type ServicenowFake } from '../../fakes/servicenow';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createServicenowFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/now/nav/ui/classic/params/target/kb_view.do%3Fsysparm_article%3DKB0010001',
  basePath: '',
  find: {
    terms: [identifier('809'), word('vpn'), word('office')],
    id: /^KB0010001$/,
    title: /VPN error 809/,
  },
  tickets: {
    terms: [word('vpn'), word('tunnel'), word('router')],
    key: 'INC0010024',
    home: 'servicenow',
    idType: 'number',
  },
  refs: [article('KB0010001', 'number')],
  hidden: {
    ref: article('KB0010020', 'number'),
    terms: [word('leave'), word('cases'), word('handling')],
    reader: 'hana.weiss',
  },
  pageToken: (fake, person) => (fake as ServicenowFake).pageToken(person),
  listing: {
    home: 'servicenow',
    edit: (fake, { id, document }) => {
      const number = document?.ticket?.key ?? id;
      (fake as ServicenowFake).edit(number, { short_description: 'Written anew' });
    },
  },
};
