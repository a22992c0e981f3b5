import { mayRead, type WikiCall, type WikiInstance } from './instance';
import { searchWiki } from './search';
import { currentOf, dbKey } from './store';

/** The two paths of the REST API that find and name pages. */
export function restAnswer(wiki: WikiInstance, call: WikiCall): Response {
  if (!mayRead(wiki, call)) {
    return Response.json(
      {
        errorKey: 'rest-read-denied',
        messageTranslations: { en: 'You are not allowed to read' },
        httpCode: 403,
        httpReason: 'Forbidden',
      },
      { status: 403 },
    );
  }
  const search = call.url.pathname.endsWith('/v1/search/page');
  const q = call.url.searchParams.get('q') ?? '';
  if (search) {
    const both = [...searchWiki(wiki.store, q, 'title'), ...searchWiki(wiki.store, q, 'text')];
    const limit = Number(call.url.searchParams.get('limit') ?? 50);
    const pages = [...new Set(both)]
      .slice(0, limit)
      .map(({ id, title }) => ({ id, key: dbKey(title), title }));
    return Response.json({ pages });
  }
  const asked = /\/v1\/page\/([^/]+)\/bare$/.exec(call.url.pathname)?.[1];
  const page = asked === undefined ? null : wiki.store.byTitle(decodeURIComponent(asked));
  const latest = page && currentOf(page);
  if (!page || !latest)
    return Response.json(
      { errorKey: 'rest-nonexistent-title', httpCode: 404, httpReason: 'Not Found' },
      { status: 404 },
    );
  return Response.json({
    id: page.id,
    key: dbKey(page.title),
    title: page.title,
    latest: { id: latest.id, timestamp: latest.timestamp },
    content_model: 'wikitext',
  });
}
