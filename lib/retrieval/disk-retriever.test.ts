import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../core/document';
import type { QueryTerm, SearchQuery } from '../core/query';
import { inverseDocumentFrequency, saturate } from './bm25';
import { chunkDocument } from './chunk';
import { MemoryRetriever } from './memory-retriever';
import type { IndexedDocument } from './retriever';
import { seededRandom, sourceDocument } from './test-documents';

function entry(id: string, text: string, some: Partial<SourceDocument> = {}, owner = 'me'): IndexedDocument {
  const document = sourceDocument({
    id,
    title: `Article ${id}`,
    blocks: [{ kind: 'paragraph', text }],
    ...some,
  });
  return { documentKey: id, owner, document, passages: chunkDocument(document, id) };
}

const word = (text: string, weight = 1): QueryTerm => ({ text, weight, kind: 'word' });
const code = (text: string, weight = 2): QueryTerm => ({ text, weight, kind: 'identifier' });
const phrase = (text: string): QueryTerm => ({ text, weight: 1, kind: 'phrase' });
const ask = (...terms: QueryTerm[]): SearchQuery => ({ terms, language: 'en', limit: 10, excludeIds: [] });

async function find(documents: IndexedDocument[], query: SearchQuery, owners = ['me'], k = 10) {
  const retriever = new MemoryRetriever();
  await retriever.add(documents);
  return retriever.search(query, { k, owners: new Set(owners) });
}
const keys = (hits: { documentKey: string }[]) => hits.map((hit) => hit.documentKey);

describe('the formulas', () => {
  it('are never negative, fall with how common a term is, and level off with how often it stands', () => {
    expect(inverseDocumentFrequency(10, 10)).toBeGreaterThan(0);
    expect(inverseDocumentFrequency(100, 1)).toBeCloseTo(Math.log(1 + 99.5 / 1.5), 10);
    expect(inverseDocumentFrequency(100, 2)).toBeLessThan(inverseDocumentFrequency(100, 1));
    expect(saturate(1, 1.2)).toBeCloseTo(1, 10);
    expect(saturate(1000, 1.2)).toBeLessThan(2.2);
  });
});

describe('DiskRetriever', () => {
  it('finds by stem, case and diacritics, and by title alone', async () => {
    const documents = [
      entry('a', 'The certificates expired.'),
      entry('b', 'Nothing here.', { title: 'Expired certificate' }),
    ];
    expect(keys(await find(documents, ask(word('CERTIFICATE')))).sort()).toEqual(['a', 'b']);
  });

  it('ranks a title above a body, and the rarer word above the commoner', async () => {
    const documents = [
      entry('body', 'About the printer and more.'),
      entry('title', 'Something else.', { title: 'The printer' }),
      entry('x', 'printer toner'),
    ];
    expect(keys(await find(documents, ask(word('printer'))))[0]).toBe('title');
    expect(keys(await find(documents, ask(word('printer'), word('toner'))))[0]).toBe('x');
  });

  it('matches an identifier exactly; another code of the same family is no match', async () => {
    const documents = [entry('a', 'Shows 0x8004010F.'), entry('b', 'Shows 0x80040115.')];
    expect(keys(await find(documents, ask(code('0x8004010f'))))).toEqual(['a']);
    expect(keys(await find([entry('c', 'Shows 0x0000011b.')], ask(code('0x11b'))))).toEqual(['c']);
  });

  it('counts the words of a code or phrase in full only where they stand together', async () => {
    const together = entry('together', 'It says error 809 at once and then some more words.');
    const apart = entry('apart', 'An error. There are 809 chairs and then some more words.');
    const hits = await find([together, apart], ask(code('error 809')));
    expect(keys(hits)).toEqual(['together', 'apart']);
    expect(hits[0]?.coverage).toBe(1);
    expect(hits[1]?.coverage).toBeLessThan(0.5);
    expect((await find([together, apart], ask(phrase('error 809 at once'))))[0]?.documentKey).toBe(
      'together',
    );
  });

  it('gives the best passage of each document, once', async () => {
    const filler = 'Words that fill the section up to its length. '.repeat(20);
    const document = sourceDocument({
      id: 'long',
      blocks: [
        { kind: 'heading', level: 2, text: 'Intro' },
        { kind: 'paragraph', text: filler },
        { kind: 'heading', level: 2, text: 'Proxy' },
        { kind: 'paragraph', text: `Set the proxy. ${filler}` },
      ],
    });
    const hits = await find(
      [{ documentKey: 'long', owner: 'me', document, passages: chunkDocument(document, 'long') }],
      ask(word('proxy')),
    );
    expect(hits).toHaveLength(1);
    expect(hits[0]?.passage.headingPath).toEqual(['Proxy']);
  });

  it('marks what matched, side by side as one span', async () => {
    const [hit] = await find(
      [entry('a', 'Restart the print spooler now. Spoolers stop.')],
      ask(word('print'), word('spooler')),
    );
    expect(hit?.marks.map((mark) => hit.passage.text.slice(mark.start, mark.end))).toEqual([
      'print spooler',
      'Spoolers',
    ]);
  });

  it('tells coverage as the share of the query in one place', async () => {
    const [hit] = await find(
      [entry('a', 'The router drops packets.')],
      ask(word('router', 3), word('unicorn', 1)),
    );
    expect(hit?.coverage).toBeCloseTo(0.75, 5);
  });

  it('ranks by nothing the searcher may not see: other owners change no score', async () => {
    const mine = [entry('a', 'router firmware'), entry('b', 'router cable length')];
    const theirs = Array.from({ length: 50 }, (_, index) =>
      entry(`t${index}`, 'firmware firmware secret', {}, 'them'),
    );
    const query = ask(word('router'), word('firmware'), word('secret'));
    const alone = await find(mine, query);
    expect(await find([...theirs, ...mine], query)).toEqual(alone);
    expect(keys(alone).some((key) => key.startsWith('t'))).toBe(false);
  });

  it('gives the same answer in whatever order documents came, and after others came and went', async () => {
    const random = seededRandom(7);
    const vocabulary =
      'vpn router mail outlook printer badge error password certificate dock laptop token'.split(' ');
    const documents = Array.from({ length: 120 }, (_, index) =>
      entry(
        `d${index}`,
        Array.from({ length: 30 }, () => vocabulary[Math.floor(random() * vocabulary.length)]).join(' '),
      ),
    );
    const query = ask(word('vpn'), word('printer', 0.7), word('certificate', 0.3), phrase('password token'));
    const expected = await find(documents, query);
    expect(await find([...documents].reverse(), query)).toEqual(expected);

    const retriever = new MemoryRetriever();
    const passing = Array.from({ length: 300 }, (_, index) =>
      entry(`gone${index}`, 'vpn printer certificate'),
    );
    await retriever.add(passing);
    await retriever.add(documents);
    await retriever.remove(passing.map((one) => one.documentKey));
    expect(await retriever.search(query, { k: 10, owners: new Set(['me']) })).toEqual(expected);
    expect(retriever.size).toBe(120);
  });

  it('replaces a document that is added again', async () => {
    const hits = await find([entry('a', 'old toner text'), entry('a', 'new paper text')], ask(word('toner')));
    expect(hits).toEqual([]);
  });

  it('puts drafts, outdated and retired documents behind a current one with the same words', async () => {
    const text = 'Passwords expire never.';
    const states = ['retired', 'draft', 'outdated', 'current'] as const;
    const documents = states.map((state) => entry(state, text, { state, title: 'Passwords' }));
    expect(keys(await find(documents, ask(word('password'))))).toEqual([
      'current',
      'outdated',
      'draft',
      'retired',
    ]);
  });

  it('breaks ties by the newer document, then by key', async () => {
    const same = { title: 'Same' };
    const documents = [
      entry('b', 'router', same),
      entry('a', 'router', same),
      entry('c', 'router', { ...same, updated: '2026-05-01T00:00:00Z' }),
    ];
    expect(keys(await find(documents, ask(word('router'))))).toEqual(['c', 'a', 'b']);
  });

  it('leaves out excluded ids and stops at k', async () => {
    const documents = ['a', 'b', 'c'].map((id) => entry(id, 'router'));
    expect(keys(await find(documents, { ...ask(word('router')), excludeIds: ['a'] }))).toEqual(['b', 'c']);
    expect(await find(documents, ask(word('router')), ['me'], 1)).toHaveLength(1);
  });

  it("finds a German word in a German text when the query's language is unknown", async () => {
    const documents = [entry('de', 'Die Drucker im Büro sind gesperrt.', { language: 'de' })];
    expect(keys(await find(documents, { ...ask(word('Druckern')), language: null }))).toEqual(['de']);
  });

  it('answers nothing to a query without words, and lets an abort through', async () => {
    expect(await find([entry('a', 'router')], ask(word('the')))).toEqual([]);
    const retriever = new MemoryRetriever();
    const search = retriever.search(ask(word('x')), {
      k: 1,
      owners: new Set(['me']),
      signal: AbortSignal.abort(),
    });
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
  });
});
