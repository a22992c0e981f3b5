import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import { issueFields, issueSchema } from './jira-issue';

export const searchSchema = z.object({
  issues: z.array(issueSchema),
  startAt: z.number().nullish(),
  maxResults: z.number().nullish(),
  total: z.number().nullish(),
});

/** Issues by JQL, without the number of the first one. */
export function searchUrl(source: SourceConfig, jql: string, maxResults: number): string {
  const fields = issueFields.join(',');
  const parts = { jql, fields, expand: 'renderedFields', maxResults: String(maxResults) };
  const query = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${source.baseUrl}/rest/api/2/search?${query.join('&')}`;
}
