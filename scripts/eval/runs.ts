import { extractAnswer } from '../../lib/assist/extract-answer';
import { buildQuery } from '../../lib/retrieval/build-query';
import type { FoundDocument } from '../../lib/assist/assist';
import { fuse } from '../../lib/retrieval/fuse';
import type { AcmeCorpus } from './acme-corpus';
import { setOwner, type EvaluationSet } from './evaluation-set';
import { hitAt, mean, recallAt } from './measures';
import { wordsAlone, type Models } from './models';
import { openSearch } from './open-search';
import type { Row } from './row';

type Named = Pick<Row, 'embedder' | 'reranker'>;

function rows(name: string, { embedder, reranker }: Named, values: Readonly<Record<string, number>>): Row[] {
  return Object.entries(values).map(([metric, value]) => ({
    case: name,
    metric,
    value,
    unit: 'fraction',
    embedder,
    reranker,
  }));
}

function toSource({ hit, facts, passages }: FoundDocument) {
  return { facts, passages, score: hit.score, coverage: hit.coverage };
}

/** Questions with their article in the index, and again with every judged article taken away. */
export async function runAnswers(
  name: string,
  set: EvaluationSet,
  models: Models = wordsAlone,
): Promise<Row[]> {
  const engine = openSearch(models, setOwner);
  await engine.add(set.documents);
  const measured = [];
  for (const { query, answers, relevant } of set.questionSets.flatMap((one) => one.questions)) {
    const sources = (await engine.search(query, 10)).slice(0, 10).map(toSource);
    const answer = extractAnswer(query, sources, { question: true });
    const said = answer.statements
      .map((one) => one.text)
      .join('\n')
      .toLowerCase();
    const without = sources.filter(({ facts }) => !relevant.has(facts.documentKey));
    measured.push({
      said: answers.some((one) => said.includes(one.toLowerCase())) ? 1 : 0,
      gaveUp: answer.outcome === 'abstained' ? 1 : 0,
      abstained: extractAnswer(query, without, { question: true }).outcome === 'abstained' ? 1 : 0,
    });
  }
  return rows(name, engine, {
    'answer holds the expected words': mean(measured.map((one) => one.said)),
    'false abstention': mean(measured.map((one) => one.gaveUp)),
    'abstained with the article taken away': mean(measured.map((one) => one.abstained)),
  });
}

/** Acme's open tickets: what the panel would show, and what it would say. */
export async function runAcme(name: string, corpus: AcmeCorpus, models: Models = wordsAlone): Promise<Row[]> {
  const engine = openSearch(models, 'acme');
  await engine.add([...corpus.documents.values()]);
  const measured: Record<string, number>[] = [];
  for (const { ticket, relevant: judged, misleading = [], unanswerable } of corpus.judgements.tickets) {
    const context = corpus.contexts.get(ticket);
    if (context === undefined) throw new Error(`No ticket ${ticket}`);
    const relevant = new Set(
      judged.map((one) => one.article ?? one.ticket ?? '').filter((key) => corpus.documents.has(key)),
    );
    if (relevant.size === 0 && unanswerable !== true) continue;
    const query = buildQuery(context);
    const found = await engine.search(query, 24);
    const ranked = found.map(({ hit }) => hit.documentKey);
    const sources = found.map(toSource);
    const answer = extractAnswer(query, sources, { context, question: /\?\s*$/.test(context.title) });
    const abstained = answer.outcome === 'abstained' ? 1 : 0;
    if (unanswerable === true) {
      measured.push({ abstention: abstained });
      continue;
    }
    const cited = new Set(answer.citations.map((citation) => citation.documentKey));
    const shown = fuse(found, { page: context });
    const likely = [...shown.articles, ...shown.tickets].filter((row) => row.strength === 'likely');
    measured.push({
      'hit@1': hitAt(1, ranked, relevant),
      'hit@3': hitAt(3, ranked, relevant),
      'recall@5': recallAt(5, ranked, relevant),
      'answer cites a judged document': [...cited].some((key) => relevant.has(key)) ? 1 : 0,
      'answer holds a judged quote': judged.some(({ quote }) =>
        answer.statements.some((one) => sameWords(one.text, quote)),
      )
        ? 1
        : 0,
      'answer cites a misleading document': misleading.some(({ article }) => cited.has(article)) ? 1 : 0,
      'false abstention': abstained,
      ...(likely.length === 0
        ? {}
        : {
            'likely rows that are judged relevant': mean(
              likely.map((row) => (relevant.has(row.documentKey) ? 1 : 0)),
            ),
          }),
    });
  }
  return summary(name, engine, measured);
}

function summary(name: string, models: Named, measured: readonly Record<string, number>[]): Row[] {
  const metrics = [...new Set(measured.flatMap((one) => Object.keys(one)))];
  return rows(
    name,
    models,
    Object.fromEntries(
      metrics.map((metric) => [
        metric,
        mean(measured.flatMap((one) => (one[metric] === undefined ? [] : [one[metric]]))),
      ]),
    ),
  );
}

/** Judges quote a sentence or a cell, answers a sentence or a row. */
function sameWords(said: string, quote: string): boolean {
  const [a, b] = [said, quote].map((text) => text.replace(/\s+/g, ' ').trim());
  return a !== undefined && b !== undefined && (a.includes(b) || b.includes(a));
}
