import type { Segment } from '../passage-text';

/** Segments as text nodes, with matches marked and paths monospaced. */
export function MarkedText({ segments }: { segments: readonly Segment[] }) {
  return segments.map((segment, index) => {
    const text = segment.marked ? <mark>{segment.text}</mark> : segment.text;
    // Segments are cut anew with every passage, so their position is their identity.
    return segment.code ? <code key={index}>{text}</code> : <span key={index}>{text}</span>;
  });
}
