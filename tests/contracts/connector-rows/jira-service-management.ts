import { z } from 'zod';
import { createAtlassianCloudFake } from '../../fakes/atlassian-cloud';
import type { Company } from '../../fakes/company';
import type { Fake } from '../../fakes/fake';
import { article, identifier, word, type ConnectorRow } from '../connector-row';

const listSchema = z.looseObject({ values: z.array(z.unknown()) });
const secondDesk = { id: '4', projectId: '10200', projectKey: 'OPS', projectName: 'Operations' };

/** Acme's site with a second desk, whose knowledge base is empty: parts can only be told apart where there are two. */
function createWithTwoDesks(company: Company): Fake {
  const fake = createAtlassianCloudFake(company);
  const handle = async (request: Request): Promise<Response> => {
    const response = await fake.handle(request);
    const { pathname } = new URL(request.url);
    const isList = pathname === '/rest/servicedeskapi/servicedesk';
    const isSecond = pathname.startsWith(`/rest/servicedeskapi/servicedesk/${secondDesk.id}/`);
    if (response.status !== 200 || !(isList || isSecond)) return response;
    const body = listSchema.safeParse(
      await response
        .clone()
        .json()
        .catch(() => null),
    );
    if (!body.success) return response;
    const values = isList ? [...body.data.values, secondDesk] : [];
    return Response.json({ ...body.data, values, isLastPage: true }, { headers: response.headers });
  };
  return { ...fake, handle };
}

export const row: ConnectorRow = {
  create: createWithTwoDesks,
  person: 'dana.reyes',
  other: 'sam.okafor',
  pasted: '/servicedesk/customer/portal/3/HELP-16',
  basePath: '',
  sameInstance: ['jira-cloud'],
  find: {
    terms: [identifier('802.1X'), word('certificate'), word('wi-fi')],
    id: /^655384$/,
    title: /802\.1X/,
  },
  tickets: {
    terms: [identifier('802.1X'), word('authentication'), word('laptop')],
    key: 'HELP-16',
    home: 'jira',
    idType: 'key',
    isShown: ({ project }) => project === 'HELP',
  },
  refs: [article('655384', 'page-id'), article('655384', 'portal-article')],
  hidden: {
    ref: article('655440', 'page-id'),
    terms: [word('salary'), word('data')],
    reader: 'hana.weiss',
  },
};
