import { describe, expect, it } from 'vitest';
import { createTestIo, sourceOf } from '../../tests/connector-io';
import { issueSchema, issueToDocument } from './jira-issue';

const source = sourceOf('jira-cloud', 'https://acme.atlassian.net');
const io = createTestIo(source.baseUrl, () => new Response(''));

/** A resolved issue of a service desk with these comments, a minute apart. */
function ticketWith(comments: readonly object[]) {
  const issue = issueSchema.parse({
    key: 'HELP-1',
    fields: {
      summary: 'Locked out',
      resolution: { name: 'Done' },
      resolutiondate: '2026-10-26T09:00:00.000+0000',
      project: { key: 'HELP', projectTypeKey: 'service_desk' },
      comment: {
        comments: comments.map((comment, at) => ({
          created: `2026-10-26T08:0${at}:00.000+0000`,
          author: { displayName: 'Dana' },
          ...comment,
        })),
      },
    },
  });
  return issueToDocument(issue, source, io).ticket;
}

describe('a comment of a service desk', () => {
  it('that does not say whether it is internal counts as internal, whatever the others say', () => {
    const ticket = ticketWith([
      { body: 'Your account is unlocked.', jsdPublic: true },
      { body: 'He shared his password again.' },
    ]);
    expect(ticket?.comments.map(({ visibility }) => visibility)).toEqual(['public', 'internal']);
    expect(ticket?.resolution).toBe('Your account is unlocked.');
  });

  it.each([
    [{ internal: true }, 'internal'],
    [{ internal: 'true' }, 'internal'],
    [{ internal: false }, 'public'],
    [{ internal: 'false' }, 'public'],
    [{ internal: 1 }, 'internal'],
    [null, 'internal'],
    [undefined, 'internal'],
  ])('with the mark %j is %s', (value, visibility) => {
    const properties = [{ key: 'sd.public.comment', value }];
    expect(ticketWith([{ body: 'A note.', properties }])?.comments[0]?.visibility).toBe(visibility);
  });

  it('with properties of other apps only is public', () => {
    const properties = [{ key: 'other.app', value: 1 }];
    expect(ticketWith([{ body: 'Hello.', properties }])?.comments[0]?.visibility).toBe('public');
  });
});
