import type { PageContext } from '../core/page';
import type { QueryTerm, SearchQuery } from '../core/query';
import { rarity } from '../retrieval/common-words';
import { fold } from '../retrieval/fold';
import type { AnswerSource } from './answer-source';
import { QueryMatcher, readText, unite } from './match-text';

const mostUnknown = 2;
const mostMissing = 4;

/** Words of a fault, in English, German and French: then an error text should be there. */
const saysFault =
  /\b(?:errors?|fail\w*|broken|crash\w*|not work\w*|doesn'?t work|can(?:no|')t|won'?t|unable|stuck|refus\w*)\b|\b(?:fehler\w*|geht nicht|funktioniert nicht|abgestürzt|startet nicht|kann nicht|lässt sich nicht)\b|(?:erreur|ne (?:fonctionne|marche|démarre)|impossible|plante|bloqué)/i;

/** An error as a screen says it: quoted, after a colon, or by its code. */
const showsError =
  /["“„«][^"”“»\n]{8,}["”“»]|\b0x[0-9a-f]{3,8}\b|\b(?:error|fehler|erreur|code)\s*(?:code|nr\.?|no\.?)?\s*[:#(]?\s*-?\d{2,6}\b|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b\w+(?:Exception|Error)\b|\b[A-Z]{2,6}-?\d{3,7}\b/i;

/** What a fault can sit on. A capitalised or coded name counts too; see `namesThing`. */
const things =
  /\b(?:laptop|notebook|pc|computer|phone|iphone|ipad|printer|monitor|screen|dock\w*|mouse|keyboard|headset|camera|router|server|wi-?fi|vpn|network|e-?mail|mailbox|browser|app|application|outlook|teams|excel|word|sap|windows|drive|share|folder|file|account|password|badge|token|key|rechner|handy|drucker|bildschirm|tastatur|netzwerk|postfach|laufwerk|ordner|datei|konto|kennwort|passwort|ordinateur|téléphone|imprimante|écran|clavier|réseau|messagerie|dossier|fichier|compte|mot de passe)\b/i;

/**
 * What would be needed for an answer, as short sentences: names that no source knows, strongest first, and what the
 * ticket does not say. Empty when nothing is missing.
 */
export function missingFacts(
  query: SearchQuery,
  sources: readonly AnswerSource[],
  context: PageContext | null,
  answered: boolean,
): string[] {
  const unknown = unknownTerms(query, sources)
    // Plain words explain an abstention; beside an answer they would only look pedantic.
    .filter((term) => term.kind === 'identifier' || !answered)
    .slice(0, mostUnknown)
    .map((term) => `No source mentions ${term.text}.`);
  return [...unknown, ...absentFacts(context)].slice(0, mostMissing);
}

/** Codes and names of the query that stand in no source; plain words only where they carry much of the query. */
export function unknownTerms(query: SearchQuery, sources: readonly AnswerSource[]): QueryTerm[] {
  const matcher = new QueryMatcher(query);
  const found = unite(
    sources.flatMap(({ facts, passages }) =>
      [facts.title, ...passages.map((passage) => passage.text)].map((text) =>
        matcher.matches(readText(text, facts.language ?? query.language)),
      ),
    ),
  );
  return matcher.clauses
    .filter((_, index) => (found[index] ?? 0) < 0.5)
    .map((clause) => clause.term)
    .filter(isTelling)
    .sort((a, b) => Number(b.kind === 'identifier') - Number(a.kind === 'identifier') || b.weight - a.weight);
}

/** Keys of other tickets and mail addresses weigh too little to be missed. */
function isTelling(term: QueryTerm): boolean {
  if (term.kind === 'identifier') return term.weight >= 1.2;
  return term.kind === 'word' && term.weight >= 1 && rarity(fold(term.text)) >= 1;
}

function absentFacts(context: PageContext | null): string[] {
  const ticket = context?.ticket ?? null;
  if (ticket === null) return [];
  const description = ticket.description.trim();
  const thin = description.split(/\s+/).length < 5 || fold(description) === fold(ticket.title.trim());
  const text = `${ticket.title}\n${description}\n${ticket.comments.map((comment) => comment.text).join('\n')}`;
  const missing: string[] = [];
  if (thin) missing.push('What exactly happens, and since when?');
  if (!things.test(text) && !namesThing(ticket.title))
    missing.push('Which device or application is affected?');
  if ((saysFault.test(text) || thin) && !showsError.test(text))
    missing.push('What does the error message say, word for word?');
  return missing;
}

/** A name inside the title: "Figma plugin", "WD19S". Its first word is capitalised in any case. */
function namesThing(title: string): boolean {
  return /\S\s+(?:[A-Z][a-z]+|[A-Z]{2,}|\w*\d\w*)/.test(title);
}
