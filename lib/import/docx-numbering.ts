import type { XmlElement } from './xml-tree';
import { child, children, value } from './xml-tree';

/** Whether a level of a list has numbers or letters, not bullets. */
export type IsOrdered = (list: string, level: number) => boolean;

/** A list is an instance of an abstract one, which says what stands before its items at each level. */
export function docxNumbering(part: XmlElement | undefined): IsOrdered {
  const numbering = child(part, 'w:numbering');
  const formats = new Map<string, ReadonlyMap<string, string>>();
  for (const list of children(numbering, 'w:abstractnum'))
    formats.set(list.attributes.get('w:abstractnumid') ?? '', levelFormats(list));
  const abstract = new Map(
    children(numbering, 'w:num').map((list) => [
      list.attributes.get('w:numid') ?? '',
      value(list, 'w:abstractnumid') ?? '',
    ]),
  );
  return (list, level) => {
    const format = formats.get(abstract.get(list) ?? '')?.get(String(level)) ?? 'bullet';
    return format !== 'bullet' && format !== 'none';
  };
}

function levelFormats(list: XmlElement): ReadonlyMap<string, string> {
  return new Map(
    children(list, 'w:lvl').map((level) => [
      level.attributes.get('w:ilvl') ?? '',
      value(level, 'w:numfmt') ?? 'bullet',
    ]),
  );
}
