import type { Passage } from '../core/suggestion';
import type { AnswerSource } from './answer-source';
import { splitSentences } from './split-sentences';

type UnitKind = Passage['units'][number]['kind'];

/** Something that can be quoted: a sentence, a list item, a table row. Its span lies within one unit. */
export interface Quotable {
  readonly passage: Passage;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: UnitKind;
  /** Position among all the document's quotables. */
  readonly order: number;
}

/** What stands under one heading. */
export interface Section {
  readonly heading: string;
  readonly path: readonly string[];
  readonly quotables: readonly Quotable[];
  readonly role: SectionRole;
}

/** `fix` says what to do, `aside` why, where else or who: shown last. */
export type SectionRole = 'fix' | 'other' | 'aside';

const roles: readonly (readonly [role: SectionRole, pattern: RegExp])[] = [
  [
    'fix',
    /\b(?:fix|resol(?:ution|ve)|solutions?|steps?|procedure|how[- ]to|what to do|instructions?|workaround|remedy|repair|troubleshoot\w*|answer)\b|\b(?:lösung(?:en)?|behebung|abhilfe|vorgehen|anleitung|schritte|was tun|reparatur|fehlerbehebung)\b|(?:résolution|procédure|étapes|marche à suivre|dépannage|que faire|correction)/i,
  ],
  [
    'aside',
    /\b(?:symptoms?|causes?|background|related|see also|references?|history|scope|purpose|escalation|contacts?|prerequisites?|requirements|change ?log|feedback)\b|\b(?:symptome?|ursachen?|hintergrund|siehe auch|verwandte|voraussetzungen?|eskalation|ansprechpartner|änderungen)\b|(?:symptômes?|contexte|prérequis|historique|voir aussi|escalade)/i,
  ],
];

function roleOf(heading: string): SectionRole {
  return roles.find(([, pattern]) => pattern.test(heading))?.[0] ?? 'other';
}

/** A book is not read to its end for one answer: about 18,000 words. */
const mostPassages = 120;

/** A longer list item is quoted by its sentences. */
const longestItem = 400;

/**
 * A document's sections with what can be quoted from them, in its order. Of a ticket only the resolution counts:
 * its description says what somebody else did not know.
 */
export function readSections(source: AnswerSource): Section[] {
  const sections: { heading: string; path: readonly string[]; quotables: Quotable[] }[] = [];
  let order = 0;
  let path: readonly string[] = [];
  for (const passage of source.passages.slice(0, mostPassages)) {
    // A passage over several sections names the path they share; the headings inside it say the rest.
    if (passage.ordinal === 0 || passage.units[0]?.kind !== 'heading')
      path = longerPath(path, passage.headingPath);
    for (const unit of passage.units) {
      const text = passage.text.slice(unit.start, unit.end);
      if (unit.kind === 'heading') {
        path = [...passage.headingPath.filter((heading) => heading !== text), text];
        sections.push({ heading: text, path, quotables: [] });
        continue;
      }
      if (!mayQuote(source, unit.kind, text)) continue;
      let section = sections.at(-1);
      if (section === undefined || section.path !== path) {
        section = { heading: path.at(-1) ?? '', path, quotables: [] };
        sections.push(section);
      }
      for (const span of quotableSpans(unit.kind, text, source.facts.language)) {
        const [start, end] = [unit.start + span.start, unit.start + span.end];
        section.quotables.push({
          passage,
          start,
          end,
          text: passage.text.slice(start, end),
          kind: unit.kind,
          order,
        });
        order += 1;
      }
    }
  }
  return sections
    .filter((section) => section.quotables.length > 0)
    .map((section) => ({ ...section, role: role(section) }));
}

function role(section: { heading: string; path: readonly string[] }): SectionRole {
  const own = roleOf(section.heading);
  return own === 'other' ? roleOf(section.path.join('\n')) : own;
}

/** A passage that goes on with the last section keeps that section's path. */
function longerPath(open: readonly string[], next: readonly string[]): readonly string[] {
  const goesOn = next.length <= open.length && next.every((heading, index) => open[index] === heading);
  return goesOn && open.length > 0 ? open : next;
}

function mayQuote(source: AnswerSource, kind: UnitKind, text: string): boolean {
  if (kind === 'code') return false;
  if (source.facts.kind !== 'ticket') return true;
  return squeeze(source.facts.ticketResolution ?? '').includes(squeeze(text));
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function quotableSpans(
  kind: UnitKind,
  text: string,
  language: string | null,
): { start: number; end: number }[] {
  const whole = kind === 'step' || kind === 'bullet' || kind === 'row';
  if (whole && text.length <= longestItem) {
    const lead = text.length - text.trimStart().length;
    return [{ start: lead, end: text.trimEnd().length }];
  }
  // "Do the following:" is nothing without what follows.
  return splitSentences(text, language).filter(({ start, end }) => !/[:：]$/.test(text.slice(start, end)));
}
