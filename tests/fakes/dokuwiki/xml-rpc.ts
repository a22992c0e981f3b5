import { escapeHtml } from '../markdown';
import {
  mayRead,
  pageById,
  readablePages,
  wikiRelease,
  wikiTitle,
  type DokuCall,
  type DokuInstance,
} from './instance';
import { cleanId, searchText } from './search';

/** `lib/exe/xmlrpc.php`: faults come with status 200, refusals with 401 or 403 and an empty struct. */
export async function xmlRpc(wiki: DokuInstance, call: DokuCall): Promise<Response> {
  if (!wiki.settings.isRemote) return fault(-32605, 'XML-RPC server not enabled.');
  if (call.request.method !== 'POST') return fault(0, 'XML-RPC server accepts POST requests only.');
  const body = await call.request.text();
  const method = /<methodName>([^<]*)<\/methodName>/.exec(body)?.[1];
  if (method === undefined) return fault(-32700, 'parse error. not well formed');
  // Its name, unlike its version, a wiki tells anybody.
  const needsRight = ['dokuwiki.search', 'dokuwiki.getVersion', 'wiki.getPageInfo'].includes(method);
  if (needsRight && !mayCall(wiki, call)) return answer('<struct>\n</struct>', call.person ? 403 : 401);
  const values = [...body.matchAll(/<string>(.*?)<\/string>/gs)].map(([, text = '']) => unescapeXml(text));
  return dispatch(wiki, call, method, values[0] ?? '');
}

function mayCall({ settings }: DokuInstance, { person }: DokuCall): boolean {
  const allowed = settings.remoteUsers.trim();
  if (allowed === '') return true;
  if (person === null) return false;
  const subjects = [person.id, '@user', ...person.groups.map((group) => `@${group}`)];
  return allowed.split(',').some((each) => subjects.includes(each.trim()));
}

function dispatch(wiki: DokuInstance, call: DokuCall, method: string, parameter: string): Response {
  switch (method) {
    case 'dokuwiki.getVersion':
      return answer(string(wikiRelease));
    case 'dokuwiki.getTitle':
      return answer(string(wikiTitle));
    case 'dokuwiki.search': {
      const hits = searchText(parameter, readablePages(wiki, call.person)).map(({ page, count }) => {
        const { seconds = 0, text = '' } = page.revisions.at(-1) ?? {};
        return struct({
          id: string(page.id),
          score: int(count),
          rev: int(seconds),
          mtime: int(seconds),
          size: int(Buffer.byteLength(text)),
          snippet: string(''),
          title: string(page.id),
        });
      });
      return answer(
        `<array><data>\n${hits.map((hit) => `  <value>${hit}</value>`).join('\n')}\n</data></array>`,
      );
    }
    case 'wiki.getPageInfo': {
      const page = pageById(wiki, cleanId(parameter));
      if (page && !mayRead(wiki, call.person, page)) return answer('<struct>\n</struct>', 403);
      const current = page?.revisions.at(-1);
      if (!page || !current) return answer('<struct>\n</struct>');
      return answer(
        struct({
          name: string(page.id),
          lastModified: `<dateTime.iso8601>${new Date(current.seconds * 1000).toISOString().replace('.000Z', '+00:00')}</dateTime.iso8601>`,
          author: string(current.author),
          version: int(current.seconds),
        }),
      );
    }
    default:
      return answer('<struct>\n</struct>');
  }
}

const string = (text: string) => `<string>${escapeHtml(text)}</string>`;
const int = (number: number) => `<int>${number}</int>`;

function struct(members: Readonly<Record<string, string>>): string {
  const lines = Object.entries(members).map(
    ([name, value]) => `  <member><name>${name}</name><value>${value}</value></member>`,
  );
  return `<struct>\n${lines.join('\n')}\n</struct>`;
}

function answer(value: string, status = 200): Response {
  return xml(
    `<?xml version="1.0"?>\n<methodResponse>\n  <params>\n    <param>\n      <value>\n      ${value}\n      </value>\n    </param>\n  </params>\n</methodResponse>\n`,
    status,
  );
}

function fault(code: number, message: string): Response {
  return xml(
    `<?xml version="1.0"?>\n<methodResponse>\n  <fault>\n    <value>\n      ${struct({ faultCode: int(code), faultString: string(message) })}\n    </value>\n  </fault>\n</methodResponse>`,
  );
}

function xml(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/xml;charset=UTF-8' } });
}

function unescapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole);
}
