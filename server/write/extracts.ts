import { extractAnswer } from '../../lib/assist/extract-answer';
import { buildTextQuery } from '../../lib/retrieval/build-query';
import type { Database } from '../database/database';
import { keyOf, toSources } from './sources';
import type { Writer } from './writer';

/** What this writer is called in lists of models. */
export const EXTRACTS_MODEL = 'deskside-extracts';
const nothing = 'Nothing that was found answers this.';

/** The sentences and steps of the sources themselves, each with its citation: an answer that needs no model. */
export function createExtractsWriter(database: Database): Writer {
  return async function* ({ question, hits, signal }) {
    const query = buildTextQuery(question);
    const sources = await toSources(database, hits);
    signal.throwIfAborted();
    const answer = extractAnswer(query, sources, { question: /[?？]\s*$/.test(question) });
    let step = 0;
    let length = 0;
    for (const [at, { text, step: isStep, citation }] of answer.statements.entries()) {
      const cited = answer.citations.find(({ number }) => number === citation);
      const hit = hits.find(({ document }) => keyOf(document) === cited?.documentKey);
      if (!hit) continue;
      step = isStep ? step + 1 : 0;
      const line = `${at === 0 ? '' : '\n'}${isStep ? `${step}. ` : ''}${text}`;
      length += line.length;
      yield { type: 'text', text: line };
      yield { type: 'citation', hit };
    }
    if (length === 0) yield { type: 'text', text: nothing };
    yield { type: 'end', reason: 'stop', usage: { input: 0, output: 0 } };
  };
}
