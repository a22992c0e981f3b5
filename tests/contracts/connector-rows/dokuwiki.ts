import { createDokuwikiFake } from '../../fakes/dokuwiki';
import { article, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createDokuwikiFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/doku.php?id=net:switch_port_errdisabled',
  basePath: '',
  find: {
    terms: [word('switch'), word('port'), word('nonexistentword')],
    id: /^net:switch_port_errdisabled$/,
    title: /^switch port errdisabled$/i,
  },
  refs: [
    article('net:switch_port_errdisabled', 'page-id'),
    article('NET:Switch Port Errdisabled', 'page-id'),
    article('net:switch_port_errdisabled', 'revision', '1683614400'),
  ],
  hidden: {
    ref: article('sec:break_glass_accounts', 'page-id'),
    terms: [word('envelope'), word('break')],
    reader: 'omar.haddad',
  },
};
