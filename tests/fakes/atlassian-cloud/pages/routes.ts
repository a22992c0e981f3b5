import { join } from 'node:path';
import { readAsset } from '../../atlassian/assets';
import { json, redirect, type Call, type Route } from '../../atlassian/server';
import type { AtlassianCloud } from '../instance';
import { findRequest, deskOf } from '../jsm/requests';
import { viewerOf } from '../jira/viewer';
import { toSignIn } from '../sign-in';
import { missingPage } from './notices';
import { portalRoutes } from './portal';
import { appShell } from './shell';
import { isAppPath, viewAt } from './view';

const fakes = join(import.meta.dirname, '..', '..');
const clientFolders = [join(fakes, 'atlassian-cloud', 'client'), join(fakes, 'jira-dc', 'client')];

/** Jira's pages: one application for every address, and the portal beside it. */
export function jiraPageRoutes(cloud: AtlassianCloud): Route[] {
  const app = (path: RegExp, handle: (call: Call) => Response): Route => ({
    method: 'GET',
    path,
    handle: (call) =>
      call.person || cloud.settings.publicProjects.size > 0 ? handle(call) : toSignIn(cloud, call, 'jira'),
  });
  return [
    { method: 'GET', path: /^\/s\/(?<name>[\w-]+\.(?:css|js))$/, handle: (call) => asset(call.path) },
    { method: 'GET', path: /^\/_app\/view$/, handle: (call) => appData(cloud, call) },
    { method: 'GET', path: /^\/login\.jsp$/, handle: (call) => toSignIn(cloud, asked(call), 'jira') },
    ...portalRoutes(cloud),
    app(/^\/(?:secure\/(?:Dashboard\.jspa|MyJiraHome\.jspa)|jira\/?)?$/, () => redirect('/jira/your-work')),
    app(/^\/browse\/(?<project>[A-Za-z][A-Za-z0-9_]+)\/?$/, (call) => projectHome(cloud, call)),
    app(/^\/(?:browse|issues|jira)(?:\/|$)/, (call) => {
      if (!isAppPath(call.path)) return appShell(cloud, call, 404);
      return toPortal(cloud, call) ?? appShell(cloud, call);
    }),
    app(/^\/(?:secure|plugins|projects|si)\//, () => missingPage()),
  ];
}

function asset(path: string): Response {
  for (const folder of clientFolders) {
    const found = readAsset(folder, path);
    if (found?.status === 200) return found;
  }
  return new Response('', { status: 404 });
}

/** Where a sign-in address of older links leads back to. */
function asked(call: Call): Call {
  const back = call.url.searchParams.get('os_destination') ?? '/';
  const url = new URL(/^\/(?![/\\])/.test(back) ? back : '/', call.url);
  return { ...call, url, path: url.pathname };
}

function projectHome(cloud: AtlassianCloud, call: Call): Response {
  const key = call.path.split('/')[2]?.toUpperCase() ?? '';
  const known = viewerOf(cloud, call.person).store.projects.find((project) => project.key === key);
  if (!known) return appShell(cloud, call, 404);
  return redirect(
    known.typeKey === 'service_desk'
      ? `/jira/servicedesk/projects/${key}/queues/custom/5`
      : `/jira/software/c/projects/${key}/boards/7`,
  );
}

/** A customer who follows an agent's link is shown the request where customers see it. */
function toPortal(cloud: AtlassianCloud, call: Call): Response | null {
  const { person } = call;
  const key = /^\/browse\/([^/]+)\/?$/.exec(call.path)?.[1];
  if (!person || key === undefined || viewerOf(cloud, person).isLicensed) return null;
  const issue = findRequest(cloud, person, key);
  const desk = issue && deskOf(cloud, issue);
  return desk ? redirect(`/servicedesk/customer/portal/${desk.id}/${issue.key}`) : null;
}

/** What the application asks for when its address changes. */
async function appData(cloud: AtlassianCloud, call: Call): Promise<Response> {
  const viewer = viewerOf(cloud, call.person);
  if (!viewer.isSignedIn && cloud.settings.publicProjects.size === 0) {
    return json(
      { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
      401,
    );
  }
  await new Promise((resolve) => setTimeout(resolve, cloud.settings.switchDelayMs));
  const url = new URL(call.url.searchParams.get('url') ?? '/', cloud.baseUrl);
  const view = viewAt(cloud, viewer, url);
  return json(view ?? { title: 'Jira', html: '<h1>Oops, you’ve found a dead link.</h1>' });
}
