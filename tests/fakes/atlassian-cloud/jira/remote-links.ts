import type { JiraIssue } from '../../jira-dc/records';
import type { AtlassianCloud } from '../instance';
import { restUrl } from './issue-json';

const wikiPage = /\/wiki\/spaces\/[^/\s]+\/pages\/(\d+)/g;

/** The pages that an issue's texts name, as Jira links them by itself; those of this site only. */
export function remoteLinks(cloud: AtlassianCloud, issue: JiraIssue, globalId: string | null) {
  const texts = [issue.description ?? '', ...issue.comments.map(({ body }) => body)].join('\n');
  const ids = new Set([...texts.matchAll(wikiPage)].map(([, id = '']) => id));
  const pages = cloud.confluence.pages.filter(({ id }) => ids.has(id));
  const links = pages.map((page, index) => ({
    id: Number(issue.id) * 10 + index,
    self: `${restUrl(cloud)}/issue/${issue.key}/remotelink/${Number(issue.id) * 10 + index}`,
    globalId: `appId=0b45e0c1-a2f8-3a0e-90ef-2f2d7d3a2f61&pageId=${page.id}`,
    application: { type: 'com.atlassian.confluence', name: 'Confluence' },
    relationship: 'mentioned in',
    object: {
      url: `${cloud.baseUrl}/wiki/pages/viewpage.action?pageId=${page.id}`,
      title: 'Page',
      icon: {},
      status: { icon: {} },
    },
  }));
  return links.filter((link) => globalId === null || link.globalId === globalId);
}
