import type { SourceDocument } from '../core/document';
import { blockUnits, type Block } from '../core/rich-text';
import type { Passage } from '../core/suggestion';
import { textToBlocks } from './text-to-blocks';

type UnitKind = Passage['units'][number]['kind'];

export interface ChunkOptions {
  /** A passage with this many words is closed at the next section or block. */
  readonly enoughWords: number;
  /** A passage takes no further block beyond this. */
  readonly targetWords: number;
  /** A list or table longer than this is split between its items; a passage grows past it only by the line that
   * announces a list, or when a single unit is longer, which is never split. */
  readonly mostWords: number;
}

export const defaultChunkOptions: ChunkOptions = { enoughWords: 80, targetWords: 180, mostWords: 260 };

/** Headings under which a ticket's own fields stand; they are not part of any passage's text. */
const resolutionHeading = 'Resolution';

interface Unit {
  readonly kind: UnitKind;
  readonly text: string;
  readonly words: number;
}

/** Units that stay together, under one heading path. */
interface Atom {
  readonly path: readonly string[];
  readonly units: readonly Unit[];
  readonly words: number;
  readonly opensSection: boolean;
}

/**
 * Cuts a document into passages along its structure: a section's heading stays with what follows it, a list, table
 * or code block stays whole, and a paragraph that announces one stays with it. Every unit with text is in exactly
 * one passage, in document order; ids are `documentKey#ordinal` and the same for the same content.
 */
export function chunkDocument(
  document: SourceDocument,
  documentKey: string,
  options: ChunkOptions = defaultChunkOptions,
): Passage[] {
  const atoms = [
    ...toAtoms(mainBlocks(document), [], options),
    ...toAtoms(resolutionBlocks(document), [resolutionHeading], options),
  ];
  return pack(atoms, options).map((group, ordinal) => toPassage(group, documentKey, ordinal));
}

function mainBlocks(document: SourceDocument): readonly Block[] {
  if (document.blocks.length > 0 || document.ticket === null) return document.blocks;
  return textToBlocks(document.ticket.description);
}

/** A ticket's resolution, unless its blocks already hold it. */
function resolutionBlocks(document: SourceDocument): Block[] {
  const resolution = document.ticket?.resolution?.trim() ?? '';
  if (resolution === '') return [];
  const blocks = textToBlocks(resolution);
  const known = new Set(document.blocks.flatMap(blockUnits).map((text) => text.replace(/\s+/g, ' ').trim()));
  const units = blocks.flatMap(blockUnits);
  return units.every((text) => known.has(text)) || known.has(units.join(' ')) ? [] : blocks;
}

function toAtoms(blocks: readonly Block[], root: readonly string[], options: ChunkOptions): Atom[] {
  const atoms: Atom[] = [];
  const open: { level: number; text: string }[] = [];
  let waiting: Unit[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      if (block.text.trim() === '') continue;
      while (open.length > 0 && (open.at(-1)?.level ?? 0) >= block.level) open.pop();
      open.push({ level: block.level, text: block.text });
      // A heading right after another waits with it, so that no passage ends in a lone heading.
      waiting = [...waiting, unit('heading', block.text)];
      continue;
    }
    const path = [...root, ...open.map((heading) => heading.text)];
    for (const units of splitBlock(block, options)) {
      const all = [...waiting, ...units];
      atoms.push({ path, units: all, words: countAll(all), opensSection: waiting.length > 0 });
      waiting = [];
    }
  }
  const path = [...root, ...open.map((heading) => heading.text)];
  if (waiting.length > 0) atoms.push({ path, units: waiting, words: countAll(waiting), opensSection: false });
  return atoms;
}

const blockKind: Readonly<Record<Exclude<Block['kind'], 'list'>, UnitKind>> = {
  heading: 'heading',
  paragraph: 'paragraph',
  table: 'row',
  code: 'code',
  note: 'note',
};

/** A block's units, in one group or, where it is very long, in several. */
function splitBlock(block: Block, options: ChunkOptions): Unit[][] {
  const kind = block.kind === 'list' ? (block.ordered ? 'step' : 'bullet') : blockKind[block.kind];
  const entries = blockUnits(block).map((text, index) => ({
    unit: unit(kind, text),
    // A list is cut before an outermost item only, so that nested items stay with their parent.
    cut: block.kind !== 'list' || block.items[index]?.depth === 0,
  }));
  const groups: Unit[][] = [];
  const whole = entries.reduce((sum, entry) => sum + entry.unit.words, 0) <= options.mostWords;
  for (const { unit: next, cut } of entries) {
    if (next.text.trim() === '') continue;
    const group = groups.at(-1);
    const words = group === undefined ? 0 : countAll(group) + next.words;
    const full = (cut && words > options.targetWords) || words > options.mostWords;
    if (group === undefined || (!whole && full)) groups.push([next]);
    else group.push(next);
  }
  return groups;
}

/** Fills passages with atoms up to the target, closing at sections once there is enough. */
function pack(atoms: readonly Atom[], options: ChunkOptions): Atom[][] {
  const groups: Atom[][] = [];
  let words = 0;
  for (const atom of atoms) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined) {
      groups.push([atom]);
      words = atom.words;
      continue;
    }
    if (closes(group, words, atom, options) || leavesRoot(group, atom)) {
      const lead = !atom.opensSection && group.length > 1 && announces(last) ? group.pop() : undefined;
      groups.push(lead === undefined ? [atom] : [lead, atom]);
      words = atom.words + (lead?.words ?? 0);
    } else {
      group.push(atom);
      words += atom.words;
    }
  }
  return groups;
}

function closes(group: readonly Atom[], words: number, atom: Atom, options: ChunkOptions): boolean {
  const last = group.at(-1);
  if (words + atom.words > options.mostWords)
    return group.length > 1 || last === undefined || !announces(last);
  if (atom.opensSection) return words >= options.enoughWords || words + atom.words > options.targetWords;
  if (last !== undefined && announces(last)) return false;
  return words + atom.words > options.targetWords && words >= options.enoughWords / 2;
}

/** A ticket's resolution never shares a passage with its description: they are cited for different things. */
function leavesRoot(group: readonly Atom[], atom: Atom): boolean {
  return atom.path[0] === resolutionHeading && group[0]?.path[0] !== resolutionHeading;
}

/** A short paragraph that ends in a colon belongs to what it announces. */
const longestAnnouncement = 60;

function announces(atom: Atom): boolean {
  const last = atom.units.at(-1);
  return last?.kind === 'paragraph' && last.words <= longestAnnouncement && /[:：]\s*$/.test(last.text);
}

function toPassage(atoms: readonly Atom[], documentKey: string, ordinal: number): Passage {
  let text = '';
  const units: Passage['units'] = [];
  for (const part of atoms.flatMap((atom) => atom.units)) {
    const start = text === '' ? 0 : text.length + 1;
    text = text === '' ? part.text : `${text}\n${part.text}`;
    units.push({ kind: part.kind, start, end: start + part.text.length });
  }
  const headingPath = commonPath(atoms.map((atom) => atom.path));
  return { id: `${documentKey}#${ordinal}`, documentKey, headingPath, text, units, ordinal };
}

/** One section's passage has its path; one over several sections the path they share. */
function commonPath(paths: readonly (readonly string[])[]): string[] {
  const [first = [], ...rest] = paths;
  let length = first.length;
  for (const path of rest) {
    let shared = 0;
    while (shared < Math.min(length, path.length) && path[shared] === first[shared]) shared += 1;
    length = shared;
  }
  return first.slice(0, length);
}

function unit(kind: UnitKind, text: string): Unit {
  return { kind, text, words: countWords(text) };
}

/** Words by white space; scripts without spaces count two characters a word, about what their readers see. */
function countWords(text: string): number {
  const unspaced =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return (text.match(/\S+/g)?.length ?? 0) + Math.floor(unspaced / 2);
}

function countAll(units: readonly Unit[]): number {
  return units.reduce((sum, part) => sum + part.words, 0);
}
