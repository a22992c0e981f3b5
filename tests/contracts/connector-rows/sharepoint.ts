import { createSharepointFake, type SharepointFake } from '../../fakes/sharepoint';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

const portal = '/sites/IT/SitePages/Install-software-from-Company-Portal.aspx';

export const row: ConnectorRow = {
  create: createSharepointFake,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: `${portal}?web=1`,
  basePath: '',
  find: {
    terms: [identifier('0x87D1041C'), word('install'), word('software')],
    id: /^\/sites\/it\/sitepages\/install-software-from-company-portal\.aspx$/,
    title: /Company Portal/,
  },
  refs: [article(portal, 'path'), article(portal.toLowerCase(), 'path')],
  hidden: {
    ref: article('/sites/HR/SitePages/Salary-review-calibration.aspx', 'path'),
    terms: [word('calibration'), word('salary')],
    reader: 'hana.weiss',
  },
  listing: {
    home: 'sharepoint',
    // Of files REST gives no text.
    isListed: ({ id }) => !/\.(?:docx|pdf)$/.test(id),
    edit: (fake, { ref }) => {
      const share = fake as SharepointFake;
      share.settings.indexLag = 0;
      share.edit(ref.id, { body: 'Written anew.' });
    },
  },
};
