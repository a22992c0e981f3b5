import { RestError, signInHost, type SharepointCall, type SharepointInstance } from './instance';
import { restAnswer } from './rest';

/** A REST call's answer in the form that was asked for: plain JSON, verbose JSON, or XML. */
export function restResponse(share: SharepointInstance, call: SharepointCall, path: string): Response {
  const accept = call.request.headers.get('accept') ?? '';
  const isJson = /json/i.test(accept);
  const isVerbose = share.settings.alwaysVerbose || /odata=verbose/i.test(accept);
  try {
    const answer = restAnswer(share, call, path);
    if (!isJson)
      return xml(200, '<entry xmlns="http://www.w3.org/2005/Atom"><content type="application/xml"/></entry>');
    return isVerbose
      ? json(200, { d: verbose(/^search\//i.test(path) ? { query: answer } : answer) }, 'verbose')
      : json(200, answer);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const { status, code, message } = error;
    if (!isJson) return xml(status, errorXml(code, message));
    const body = { code, message: { lang: 'en-US', value: message } };
    return json(
      status,
      isVerbose ? { error: body } : { 'odata.error': body },
      isVerbose ? 'verbose' : 'nometadata',
    );
  }
}

/** To nobody, REST answers in whatever form it likes. */
export function signedOutRest({ settings, origin }: SharepointInstance): Response {
  switch (settings.loggedOut) {
    case 401:
      return json(401, { error_description: 'Invalid JWT token. The token is missing.' });
    case 403:
      return xml(
        403,
        errorXml(
          '-2147024891, System.UnauthorizedAccessException',
          'Access denied. You do not have permission to perform this action or access this resource.',
        ),
      );
    case 302:
      return new Response(null, {
        status: 302,
        headers: {
          location: `https://${signInHost}/common/oauth2/authorize?redirect_uri=${encodeURIComponent(`${origin}/_forms/default.aspx`)}`,
        },
      });
  }
}

function json(status: number, data: unknown, odata = 'nometadata'): Response {
  return new Response(JSON.stringify(data), {
    status,
    headers: { 'content-type': `application/json;odata=${odata};streaming=true;charset=utf-8` },
  });
}

function xml(status: number, body: string): Response {
  return new Response(`<?xml version="1.0" encoding="utf-8"?>${body}`, {
    status,
    headers: { 'content-type': 'application/xml;charset=utf-8' },
  });
}

function errorXml(code: string, message: string): string {
  return `<m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><m:code>${code}</m:code><m:message xml:lang="en-US">${message}</m:message></m:error>`;
}

/** Lists become `results`, objects get their metadata. */
function verbose(value: unknown): unknown {
  if (Array.isArray(value)) return { results: value.map(verbose) };
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, verbose(member)] as const);
  return { __metadata: { type: 'SP.Data' }, ...Object.fromEntries(members) };
}
