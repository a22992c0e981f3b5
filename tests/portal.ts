import { generic } from '../lib/connectors/generic';
import { DesksideError } from '../lib/core/errors';
import type { QueryTerm } from '../lib/core/query';
import { createTestIo, sourceOf } from './connector-io';
import { queryOf } from './hostile-terms';

export const HOST = 'https://portal.acme.test';
export const source = (more: Parameters<typeof sourceOf>[2] = {}, baseUrl = HOST) =>
  sourceOf('generic', baseUrl, more);
export const ref = (id: string) => ({ kind: 'article', id, idType: 'url', within: null }) as const;
export const terms = (...texts: string[]): QueryTerm[] =>
  texts.map((text) => ({ text, weight: 1, kind: 'word' }));

export const html = (body: string, init: ResponseInit = {}) =>
  new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' }, ...init });
export const xml = (body: string) => new Response(body, { headers: { 'content-type': 'application/xml' } });
export const text = (body: string) => new Response(body, { headers: { 'content-type': 'text/plain' } });
export const moved = (location: string) => new Response(null, { status: 302, headers: { location } });
export const gone = () => html('<h1>Not found</h1>', { status: 404 });
export const words =
  'There is one place for each of us, and a list of who comes first at every site. '.repeat(3);
export const article = (title: string, body = words, head = '') =>
  html(
    `<!doctype html><html lang="en"><head><title>${title} | Portal</title>${head}</head><body><nav><a href="/">Home</a></nav><main><h1>${title}</h1><p>${body}</p></main></body></html>`,
  );
export const urlset = (...addresses: string[]) =>
  xml(`<urlset>${addresses.map((each) => `<url><loc>${each}</loc></url>`).join('')}</urlset>`);

export type Answers = Record<string, () => Response>;
/** A server of these paths; all else is not there. */
export function io(answers: Answers, more: Parameters<typeof createTestIo>[2] = {}) {
  return createTestIo(
    HOST,
    (request) => {
      const { pathname, search } = new URL(request.url);
      return (answers[pathname + search] ?? answers[pathname] ?? gone)();
    },
    more,
  );
}
export async function kindOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DesksideError)) throw error;
  return error.kind;
}
export const find = async (answers: Answers, query: QueryTerm[], more: Parameters<typeof sourceOf>[2] = {}) =>
  (await generic.search(queryOf(query), source(more), io(answers))).map(({ id }) => id);
export const paths = (asked: readonly URL[]) => asked.map(({ pathname }) => pathname);
