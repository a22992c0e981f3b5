import { decodeText } from './decode-text';
import { ImportProblem } from './import-problem';
import type { XmlElement } from './xml-tree';
import { child, children, xmlTree } from './xml-tree';
import { unpack, zipEntries } from './zip-entries';

/** Bytes of one part, unpacked: the text of a thousand pages takes twenty million. */
const MOST_PART = 64_000_000;

/** The parts of a document that are read; those it has none of are undefined. */
export interface DocxParts {
  readonly document: XmlElement;
  readonly styles: XmlElement | undefined;
  readonly numbering: XmlElement | undefined;
  readonly footnotes: XmlElement | undefined;
  readonly links: XmlElement | undefined;
  readonly core: XmlElement | undefined;
}

/** Throws `unsupported-type` for an archive of something else, `damaged` for a document without its text. */
export async function openDocx(bytes: Uint8Array, signal: AbortSignal): Promise<DocxParts> {
  const entries = zipEntries(bytes);
  if (![...entries.keys()].some((name) => name.startsWith('word/')))
    throw new ImportProblem('unsupported-type');
  const part = async (name: string) => {
    const entry = entries.get(name);
    return entry && xmlTree(decodeText(await unpack(entry, MOST_PART, signal)));
  };
  const document = await part('word/document.xml');
  if (!document) throw new ImportProblem('damaged');
  return {
    document,
    styles: await part('word/styles.xml'),
    numbering: await part('word/numbering.xml'),
    footnotes: await part('word/footnotes.xml'),
    links: await part('word/_rels/document.xml.rels'),
    core: await part('docProps/core.xml'),
  };
}

/** Where the document's links lead, by the ids it uses for them. */
export function linkTargets(relationships: XmlElement | undefined): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const { attributes } of children(child(relationships, 'relationships'), 'relationship'))
    if (attributes.get('targetmode') === 'External')
      targets.set(attributes.get('id') ?? '', attributes.get('target') ?? '');
  return targets;
}
