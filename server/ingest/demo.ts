import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { groupReader } from '../auth/principal';
import type { IncomingFile } from './sync-files';

const visibilitySchema = z.union([z.literal('all'), z.array(z.string())]);
const articleSchema = z.object({
  id: z.string(),
  home: z.string(),
  title: z.string(),
  author: z.string(),
  updated: z.string(),
  lang: z.string(),
  visibility: visibilitySchema,
  state: z.enum(['published', 'draft', 'retired', 'outdated']),
});
const ticketSchema = z.object({
  id: z.string(),
  home: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  updated: z.string(),
  closeNotes: z.string().nullable(),
  visibility: visibilitySchema,
});

const addressOf = ({ home, id }: { home: string; id: string }) =>
  `https://${home}.acme.example/${encodeURIComponent(id)}`;
const readersOf = (visibility: z.infer<typeof visibilitySchema>) =>
  visibility === 'all' ? null : visibility.map(groupReader);

/** The invented company's articles and resolved tickets, each with the groups that may read it. */
export async function* demoFiles(folder: string): AsyncGenerator<IncomingFile> {
  for (const name of (await readdir(join(folder, 'articles'))).sort()) {
    const text = await readFile(join(folder, 'articles', name), 'utf8');
    const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    const { title, author, updated, lang, visibility, state, ...place } = articleSchema.parse(parse(front));
    yield {
      name: `articles/${name}`,
      content: Buffer.from(body),
      readers: readersOf(visibility),
      attributes: {
        url: addressOf(place),
        title,
        author,
        updated: new Date(updated).toISOString(),
        language: lang,
        state: state === 'published' ? 'current' : state,
      },
    };
  }
  for (const name of (await readdir(join(folder, 'tickets'))).sort()) {
    const ticket = ticketSchema.parse(parse(await readFile(join(folder, 'tickets', name), 'utf8')));
    if (ticket.closeNotes === null) continue;
    yield {
      name: `tickets/${ticket.id}.md`,
      content: Buffer.from(`${ticket.description ?? ''}\n\n# Resolution\n\n${ticket.closeNotes}\n`),
      readers: readersOf(ticket.visibility),
      attributes: {
        url: addressOf(ticket),
        title: ticket.title,
        kind: 'ticket',
        updated: new Date(ticket.updated).toISOString(),
      },
    };
  }
}
