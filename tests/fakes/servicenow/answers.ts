/** Shapes of the product's REST answers that its APIs share. */
export function apiError(
  status: number,
  message: string,
  detail: string | null,
  headers?: HeadersInit,
): Response {
  return Response.json(
    { error: { message, detail }, status: 'failure' },
    { status, headers: { ...Object.fromEntries(new Headers(headers)), 'content-type': jsonType } },
  );
}

export function apiResult(result: unknown, headers: Record<string, string> = {}): Response {
  return Response.json({ result }, { headers: { ...headers, 'content-type': jsonType } });
}

/** What a call without a valid session and page token gets; the header can open the browser's password dialog. */
export function notAuthenticated(): Response {
  return apiError(401, 'User Not Authenticated', 'Required to provide Auth information', {
    'www-authenticate': 'Basic realm="Service-now"',
  });
}

export function noRecord(): Response {
  return apiError(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}

export function notAuthorized(): Response {
  return apiError(403, 'User Not Authorized', 'Access to the record is restricted');
}

const jsonType = 'application/json;charset=UTF-8';

export function htmlPage(body: string, status = 200, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set('content-type', 'text/html;charset=UTF-8');
  all.set('cache-control', 'no-cache, no-store, must-revalidate');
  return new Response(body, { status, headers: all });
}

export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 302, headers });
}

/** `first`, `next`, `prev` and `last` of a listing, as the Table API's Link header has them. */
export function linkHeader(url: URL, offset: number, limit: number, total: number): string {
  const at = (start: number) => {
    const page = new URL(url);
    page.searchParams.set('sysparm_offset', String(start));
    return page.href;
  };
  const last = Math.max(0, Math.floor((total - 1) / limit) * limit);
  const links = [
    `<${at(0)}>;rel="first"`,
    ...(offset > 0 ? [`<${at(Math.max(0, offset - limit))}>;rel="prev"`] : []),
    ...(offset + limit < total ? [`<${at(offset + limit)}>;rel="next"`] : []),
    `<${at(last)}>;rel="last"`,
  ];
  return links.join(',');
}

/** A non-negative whole number of the query, or the default where it is missing or no number. */
export function numberParameter(url: URL, name: string, otherwise: number): number {
  const value = url.searchParams.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : otherwise;
}
