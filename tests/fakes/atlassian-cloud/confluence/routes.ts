import { join } from 'node:path';
import { readAsset } from '../../atlassian/assets';
import { html, json, type Route } from '../../atlassian/server';
import { restRoutes } from '../../confluence-dc/rest';
import type { AtlassianCloud } from '../instance';
import { BASE, cloudConfluence } from './instance';
import { pageRoutes } from './pages/routes';
import { restV2Routes } from './rest-v2';

/** Confluence Cloud below `/wiki`: pages and API. */
export function confluenceRoutes(cloud: AtlassianCloud): Route[] {
  return [tenant(cloud), ...restV2Routes(cloud), ...restV1Routes(cloud), assets, ...pageRoutes(cloud)];
}

/** REST API 1 is Data Center's but for who may ask: who is signed in is no open question here, nor are the spaces. */
function restV1Routes(cloud: AtlassianCloud): Route[] {
  const confluence = cloudConfluence(cloud);
  const { admits, refusal } = confluence.flavour;
  const shared = restRoutes(confluence);
  return [
    {
      method: 'GET',
      path: new RegExp(`^${BASE}(?<rest>/rest/.*)$`),
      handle(call, { rest = '' }) {
        if (rest.startsWith('/rest/api/') && !admits(call.person)) return refusal();
        for (const route of shared) {
          const found = route.path.exec(rest);
          if (found) return route.handle({ ...call, path: rest }, found.groups ?? {});
        }
        return refusal();
      },
    },
  ];
}

/** Which site this is, told to everybody: how a company's own domain is known for one of the cloud. */
function tenant({ cloudId }: AtlassianCloud): Route {
  return { method: 'GET', path: /^\/_edge\/tenant_info$/, handle: () => json({ cloudId }) };
}

const assets: Route = {
  method: 'GET',
  path: new RegExp(`^${BASE}(?<name>/s/.*)$`),
  handle: (_call, { name = '' }) => readAsset(join(import.meta.dirname, 'client'), name) ?? html('', 404),
};
