import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../core/document';
import type { Block } from '../core/rich-text';
import { answerSchema } from '../core/suggestion';
import { buildTicketQuery } from '../retrieval/build-query';
import { chunkDocument } from '../retrieval/chunk';
import { MemoryRetriever } from '../retrieval/memory-retriever';
import { documentFacts, resolvedTicket, sourceDocument, ticketContext } from '../retrieval/test-documents';
import { extractAnswer, type ExtractOptions } from './extract-answer';
import { verifyAnswer, verifyCitation } from './verify-citation';

const heading = (text: string): Block => ({ kind: 'heading', level: 2, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const steps = (...texts: string[]): Block => ({
  kind: 'list',
  ordered: true,
  items: texts.map((text) => ({ text, depth: 0 })),
});

const outlook = sourceDocument({
  id: 'outlook',
  title: 'Outlook error 0x8004010F',
  blocks: [
    paragraph(
      'Outlook shows 0x8004010F when the data file cannot be accessed. It is common after a new laptop.',
    ),
    heading('Symptoms'),
    paragraph('Send and receive in Outlook ends with 0x8004010F and mail stays in the Outbox.'),
    heading('Fix'),
    steps(
      'Close the program.',
      'Open Control Panel > Mail.',
      'Choose Add and name it Acme.',
      'Set it as the default.',
    ),
    heading('See also'),
    paragraph('Outlook search finds nothing in the Outbox data file.'),
  ],
});
const context = ticketContext({
  key: 'INC1',
  title: 'Outlook 0x8004010F on send and receive',
  description: 'Mail stays in the Outbox, "Outlook data file cannot be accessed".',
});

async function answer(documents: SourceDocument[], page = context, options: Partial<ExtractOptions> = {}) {
  const retriever = new MemoryRetriever();
  const entries = documents.map((document) => ({
    documentKey: document.id,
    owner: 'me',
    document,
    passages: chunkDocument(document, document.id),
  }));
  await retriever.add(entries);
  const query = buildTicketQuery(page);
  const hits = await retriever.search(query, { k: 10, owners: new Set(['me']) });
  const sources = hits.flatMap((hit) => {
    const entry = entries.find((one) => one.documentKey === hit.documentKey);
    return entry === undefined
      ? []
      : [
          {
            facts: documentFacts(entry.document),
            passages: entry.passages,
            score: hit.score,
            coverage: hit.coverage,
          },
        ];
  });
  const passages = new Map(
    entries.flatMap((entry) => entry.passages.map((passage) => [passage.id, passage])),
  );
  return { answer: extractAnswer(query, sources, { context: page, ...options }), passages };
}
const said = (result: { answer: { statements: { text: string }[] } }) =>
  result.answer.statements.map((one) => one.text);

describe('extractAnswer', () => {
  it('gives the steps of the fix, whole and in order, though they repeat no word of the fault', async () => {
    const result = await answer([outlook]);
    expect(said(result).slice(-4)).toEqual([
      'Close the program.',
      'Open Control Panel > Mail.',
      'Choose Add and name it Acme.',
      'Set it as the default.',
    ]);
    expect(result.answer.statements.filter((one) => one.step)).toHaveLength(4);
    expect(result.answer.statements.length).toBeLessThanOrEqual(6);
    expect(said(result)).not.toContain('Outlook search finds nothing in the Outbox data file.');
  });

  it('quotes every statement exactly, inside one unit, numbered by first use', async () => {
    const { answer: result, passages } = await answer([
      outlook,
      resolvedTicket(
        'T-1',
        'Outlook 0x8004010F after new laptop',
        'Mail stays in the Outbox.',
        'The data file of the old laptop was removed. Outlook sends again.',
      ),
    ]);
    expect(answerSchema.parse(result)).toEqual(result);
    expect(result.citations.map((citation) => citation.number)).toEqual(
      result.citations.map((_, index) => index + 1),
    );
    for (const [index, statement] of result.statements.entries()) {
      const citation = result.citations[statement.citation - 1];
      expect(statement.citation).toBe(index + 1);
      expect(citation?.quote).toBe(statement.text);
      expect(citation !== undefined && verifyCitation(citation, passages.get(citation.passageId))).toBe(true);
    }
  });

  it("takes a like ticket's resolution as second source, never its description", async () => {
    const ticket = resolvedTicket(
      'T-1',
      'Outlook 0x8004010F on send and receive',
      'Outlook data file cannot be accessed, I tried everything.',
      'A new profile was created. Outlook sends and receives again.',
    );
    const result = await answer([outlook, ticket]);
    expect(result.answer.citations.some((citation) => citation.documentKey === 'T-1')).toBe(true);
    expect(said(result).join(' ')).not.toContain('I tried everything');
  });

  it('quotes another article and the resolution of a like ticket beside the best source', async () => {
    const sent = (id: string, ...sentences: string[]) =>
      sourceDocument({
        id,
        title: 'Outlook 0x8004010F on send and receive',
        blocks: [paragraph(`Outlook data file cannot be accessed. ${sentences.join(' ')}`)],
      });
    const ticket = resolvedTicket(
      'T-1',
      'Outlook 0x8004010F on send and receive',
      'Mail stays in the Outbox.',
      'The Outlook data file of the old laptop was removed, 0x8004010F is gone.',
    );
    const articles = [sent('one', 'Mail stays in the Outbox.'), sent('other', 'Ask for a new Outbox.')];
    const result = await answer([...articles, ticket]);
    const cited = new Set(result.answer.citations.map((citation) => citation.documentKey));
    expect([...cited].sort()).toEqual(['T-1', 'one', 'other']);
    expect(result.answer.statements.length).toBeLessThanOrEqual(6);
  });

  it('answers a question with the sentence that has the fact', async () => {
    const policy = sourceDocument({
      id: 'policy',
      title: 'Password policy',
      blocks: [
        heading('Length'),
        paragraph('A password has at least 14 characters. Phrases are welcome.'),
        heading('Expiry'),
        paragraph('Passwords do not expire at a fixed date. A change is asked for after an incident.'),
        heading('How to change it'),
        steps('Open the portal.', 'Type it twice.'),
      ],
    });
    const page = ticketContext({
      title: 'Do passwords expire at a fixed date?',
      description: 'Somebody said passwords expire.',
    });
    const result = await answer([policy], page, { question: true });
    expect(said(result)).toContain('Passwords do not expire at a fixed date.');
    expect(result.answer.statements.every((one) => !one.step)).toBe(true);
  });

  it('rests on current documents; outdated ones serve only where there is nothing else', async () => {
    const old = sourceDocument({
      ...outlook,
      id: 'old',
      state: 'outdated',
      title: 'Outlook 0x8004010F send and receive Outbox',
      url: 'https://wiki.example/old',
    });
    const both = await answer([old, outlook]);
    expect(new Set(both.answer.citations.map((citation) => citation.documentKey))).toEqual(
      new Set(['outlook']),
    );
    expect((await answer([old])).answer.outcome).toBe('answered');
  });

  it("prefers the source in the ticket's language", async () => {
    const german = sourceDocument({
      id: 'de',
      title: 'VPN Fehler 809',
      language: 'de',
      blocks: [
        paragraph('Der Fehler 809 heißt, dass das VPN nicht antwortet.'),
        heading('Lösung'),
        steps('Router neu starten.', 'VPN verbinden.'),
      ],
    });
    const english = sourceDocument({
      id: 'en',
      title: 'VPN error Fehler 809',
      blocks: [
        paragraph('Fehler 809 means that the VPN does not answer.'),
        heading('Fix'),
        steps('Restart the router.', 'Connect the VPN.'),
      ],
    });
    const page = ticketContext({
      title: 'VPN Fehler 809',
      description: 'Seit gestern zeigt das VPN den Fehler 809 und ich kann nicht arbeiten.',
    });
    expect(said(await answer([english, german], page))).toContain('Router neu starten.');
  });

  it('abstains when the words hardly touch, and names what nobody knows', async () => {
    const page = ticketContext({
      title: 'Figma plugin wants an organisation token',
      description: 'The icon plugin in Figma asks for an organisation token.',
    });
    const { answer: result } = await answer(
      [
        outlook,
        sourceDocument({ id: 'x', title: 'Hardware token', blocks: [paragraph('A token is a key.')] }),
      ],
      page,
    );
    expect(result).toMatchObject({ outcome: 'abstained', statements: [], citations: [] });
    expect(result.missing).toContain('No source mentions Figma.');
  });

  it('does not answer one error code with another', async () => {
    const page = ticketContext({
      title: 'Outlook 0x80040600 error',
      description: 'Outlook shows 0x80040600 since the update. Archive is missing.',
    });
    const { answer: result } = await answer([outlook], page);
    expect(result.outcome).toBe('abstained');
    expect(result.missing[0]).toBe('No source mentions 0x80040600.');
  });

  it('asks for what an empty ticket does not say', async () => {
    const { answer: result } = await answer(
      [outlook],
      ticketContext({ title: "it doesn't work", description: "it doesn't work" }),
    );
    expect(result.outcome).toBe('abstained');
    expect(result.missing).toEqual([
      'What exactly happens, and since when?',
      'Which device or application is affected?',
      'What does the error message say, word for word?',
    ]);
  });

  it('abstains without sources', () => {
    expect(extractAnswer(buildTicketQuery(context), []).outcome).toBe('abstained');
  });
});

describe('verifyAnswer', () => {
  it('drops a statement whose quote is not at its span, and numbers the rest anew', async () => {
    const { answer: result, passages } = await answer([outlook]);
    const [first, ...rest] = result.citations;
    if (first === undefined) throw new Error('no citation to break');
    const broken = {
      ...result,
      citations: [{ ...first, span: { start: first.span.start + 1, end: first.span.end } }, ...rest],
    };
    const verified = verifyAnswer(broken, (id) => passages.get(id));
    expect(verified.statements).toHaveLength(result.statements.length - 1);
    expect(verified.statements.map((one) => one.citation)).toEqual(
      verified.citations.map((one) => one.number),
    );
    expect(verified.citations[0]?.number).toBe(1);
  });

  it('drops a quote that crosses units, a reworded statement, and a passage that was not retrieved', async () => {
    const { answer: result, passages } = await answer([outlook]);
    const citation = result.citations.at(-1);
    const passage = citation === undefined ? undefined : passages.get(citation.passageId);
    if (citation === undefined || passage === undefined) throw new Error('no citation to break');
    const span = { start: passage.units[0]?.start ?? 0, end: passage.units[1]?.end ?? 0 };
    expect(
      verifyCitation({ ...citation, span, quote: passage.text.slice(span.start, span.end) }, passage),
    ).toBe(false);
    const reworded = {
      ...result,
      statements: result.statements.map((one) => ({ ...one, text: `${one.text} Now.` })),
    };
    expect(verifyAnswer(reworded, (id) => passages.get(id))).toMatchObject({
      outcome: 'abstained',
      statements: [],
      citations: [],
    });
    expect(verifyAnswer(result, () => undefined).outcome).toBe('abstained');
  });
});

describe('beside a page, which asks nothing', () => {
  const page = {
    ...context,
    kind: 'article' as const,
    key: 'Outlook data files',
    title: 'Outlook data files',
    ticket: null,
    blocks: [
      paragraph('An Outlook data file holds the mail of one account on this laptop, even without a network.'),
    ],
  };
  const about = (id: string, text: string) =>
    sourceDocument({ id, title: `Outlook note ${id}`, blocks: [paragraph(text)] });

  it('says a sentence of another document, never the page’s own, never a bare mention of it, in its language', async () => {
    const {
      answer: { outcome, statements, citations },
    } = await answer(
      [
        outlook,
        about(
          'own',
          'An Outlook data file holds the mail of one account on this laptop, even without a network.',
        ),
        about('link', 'For the rest of it see Outlook data files and what stands there.'),
        about('list', 'Outlook data file mail account laptop network overview'),
        about(
          'german',
          'Die Outlook-Datendatei liegt auf dem Laptop und ist nicht auf dem Server, sie wird nicht gesichert.',
        ),
        about('size', 'An Outlook data file over 50 GB makes the mail account slow on every laptop.'),
      ],
      page,
    );
    expect(outcome).toBe('answered');
    expect(citations.map((citation) => citation.documentId)).toEqual(['size']);
    expect(statements.every((statement) => !statement.step)).toBe(true);
  });

  it('says nothing, and misses nothing, where nobody else does', async () => {
    expect((await answer([], page)).answer).toMatchObject({
      outcome: 'abstained',
      statements: [],
      missing: [],
    });
  });
});
