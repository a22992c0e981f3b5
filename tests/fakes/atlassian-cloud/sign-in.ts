import { redirect, type Call } from '../atlassian/server';
import type { AtlassianCloud } from './instance';

/** Sends somebody without a session to the vendor's identity host, with the way back: a page's answer, never an API's. */
export function toSignIn(cloud: AtlassianCloud, call: Call, application: 'jira' | 'confluence'): Response {
  const back = new URL('/login', cloud.baseUrl);
  back.searchParams.set('redirectCount', '1');
  back.searchParams.set('dest-url', call.path + call.url.search);
  back.searchParams.set('application', application);
  const identity = new URL('/login', cloud.settings.identityOrigin);
  identity.searchParams.set('continue', back.href);
  identity.searchParams.set('application', application);
  return redirect(identity.href);
}
