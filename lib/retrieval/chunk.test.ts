import { describe, expect, it } from 'vitest';
import { blockUnits, type Block } from '../core/rich-text';
import { chunkDocument, defaultChunkOptions } from './chunk';
import { resolvedTicket, seededRandom, sourceDocument } from './test-documents';

const words = (count: number, word = 'word') =>
  Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ');
const list = (count: number, length: number, ordered = true): Block => ({
  kind: 'list',
  ordered,
  items: Array.from({ length: count }, (_, index) => ({ text: words(length, `i${index}w`), depth: 0 })),
});
const heading = (level: number, text: string): Block => ({ kind: 'heading', level, text });
const chunk = (...blocks: Block[]) => chunkDocument(sourceDocument({ blocks }), 'key');

function randomBlocks(random: () => number): Block[] {
  const pick = (most: number) => Math.floor(random() * most);
  const text = () =>
    random() < 0.08 ? ' ' : words(1 + pick(60), `r${pick(1000)}x`) + (random() < 0.2 ? ':' : '.');
  return Array.from({ length: pick(30) }, (): Block => {
    const kind = pick(6);
    if (kind === 0) return heading(1 + pick(4), text());
    if (kind === 1)
      return {
        kind: 'list',
        ordered: random() < 0.5,
        items: Array.from({ length: pick(14) }, () => ({ text: text(), depth: pick(3) })),
      };
    if (kind === 2)
      return { kind: 'table', header: true, rows: Array.from({ length: pick(12) }, () => [text(), text()]) };
    if (kind === 3) return { kind: 'code', text: `${text()}\n${text()}`, language: null };
    if (kind === 4) return { kind: 'note', label: 'note', text: text() };
    return { kind: 'paragraph', text: text() };
  });
}

describe('chunkDocument', () => {
  it('puts every unit with text into exactly one passage, in order, with exact spans', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const blocks = randomBlocks(seededRandom(seed));
      const passages = chunk(...blocks);
      const quoted = passages.flatMap((passage) =>
        passage.units.map((unit) => passage.text.slice(unit.start, unit.end)),
      );
      const units = blocks.flatMap(blockUnits).filter((text) => text.trim() !== '');
      expect(quoted, `seed ${seed}`).toEqual(units);
      for (const passage of passages) {
        expect(passage.units.map((unit) => passage.text.slice(unit.start, unit.end)).join('\n')).toBe(
          passage.text,
        );
      }
      expect(passages.map((passage) => passage.id)).toEqual(passages.map((_, ordinal) => `key#${ordinal}`));
    }
  });

  it('grows past the cap only for one unit, or the line that announces a list', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      for (const passage of chunk(...randomBlocks(seededRandom(seed)))) {
        const count = passage.text.split(/\s+/).length;
        const longest = Math.max(
          ...passage.units.map((unit) => passage.text.slice(unit.start, unit.end).split(/\s+/).length),
        );
        const headings = passage.units.filter((unit) => unit.kind === 'heading').length * 61;
        expect(count, `seed ${seed}`).toBeLessThanOrEqual(
          defaultChunkOptions.mostWords + longest + headings + 61,
        );
      }
    }
  });

  it('carries the heading path, and keeps a heading with what follows it', () => {
    const passages = chunk(
      heading(1, 'VPN'),
      heading(2, 'Fix'),
      { kind: 'paragraph', text: words(150) },
      heading(2, 'Cause'),
      { kind: 'paragraph', text: words(150) },
    );
    expect(passages.map((passage) => passage.headingPath)).toEqual([
      ['VPN', 'Fix'],
      ['VPN', 'Cause'],
    ]);
    expect(passages.map((passage) => passage.units[0]?.kind)).toEqual(['heading', 'heading']);
    expect(passages[0]?.text.startsWith('VPN\nFix\nword0')).toBe(true);
  });

  it('keeps a procedure whole, with the line that announces it', () => {
    const passages = chunk(
      heading(2, 'Before'),
      { kind: 'paragraph', text: words(120) },
      { kind: 'paragraph', text: 'Do this:' },
      list(8, 20),
    );
    const procedure = passages.find((passage) => passage.units.some((unit) => unit.kind === 'step'));
    expect(procedure?.units.filter((unit) => unit.kind === 'step')).toHaveLength(8);
    expect(procedure?.text.startsWith('Do this:')).toBe(true);
  });

  it('splits a very long list between its outermost items and repeats the path, not the heading', () => {
    const passages = chunk(heading(2, 'Fix'), list(40, 20));
    expect(passages.length).toBeGreaterThan(2);
    for (const passage of passages) expect(passage.headingPath).toEqual(['Fix']);
    expect(passages.filter((passage) => passage.units.some((unit) => unit.kind === 'heading'))).toHaveLength(
      1,
    );
  });

  it('leaves one enormous unit in one piece', () => {
    const passages = chunk({ kind: 'code', text: words(5000), language: null });
    expect(passages).toHaveLength(1);
    expect(passages[0]?.units).toEqual([{ kind: 'code', start: 0, end: words(5000).length }]);
  });

  it('reads a ticket as its description and, apart, its resolution', () => {
    const ticket = resolvedTicket(
      'T-1',
      'Mail hangs',
      'Nothing goes out.\n- classic: bad\n- web: good',
      '1. Delete the profile.\n2. Add it again.',
    );
    const passages = chunkDocument(ticket, 'T-1');
    expect(passages.map((passage) => passage.headingPath)).toEqual([[], ['Resolution']]);
    expect(passages[0]?.units.map((unit) => unit.kind)).toEqual(['paragraph', 'bullet', 'bullet']);
    expect(passages[1]?.text).toBe('Delete the profile.\nAdd it again.');
  });

  it('does not repeat a resolution that the blocks already hold', () => {
    const ticket = {
      ...resolvedTicket('T-1', 'Mail', 'Nothing goes out.', 'Profile deleted.'),
      blocks: [{ kind: 'paragraph' as const, text: 'Profile deleted.' }],
    };
    expect(chunkDocument(ticket, 'T-1').map((passage) => passage.text)).toEqual(['Profile deleted.']);
  });

  it('gives an empty document no passage', () => {
    expect(chunk()).toEqual([]);
    expect(chunk({ kind: 'paragraph', text: ' ' })).toEqual([]);
  });
});
