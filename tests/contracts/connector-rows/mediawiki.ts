import { createMediawikiFake, type MediawikiFake } from '../../fakes/mediawiki';
import { article, word, type ConnectorRow } from '../connector-row';

export const row: ConnectorRow = {
  create: createMediawikiFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/wiki/Jenkins_agent_offline',
  basePath: '',
  find: {
    terms: [word('jenkins'), word('agent'), word('nonexistentword')],
    id: /^\d+$/,
    title: /^Jenkins agent offline$/,
  },
  refs: [article('Jenkins agent offline', 'title'), article('Jenkins_agent_offline', 'title')],
  hidden: null,
  listing: {
    home: 'mediawiki',
    titleOf: ({ id }) => id,
    edit: (fake, { title }) => (fake as MediawikiFake).edit(title, { body: 'Written anew.' }),
  },
};
