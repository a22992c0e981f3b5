import { docxBody } from './docx-body';
import { docxNumbering } from './docx-numbering';
import { linkTargets, openDocx } from './docx-package';
import { docxStyles } from './docx-styles';
import { fileContent } from './file-content';
import { isoDate } from './file-dates';
import type { FileReader } from './file-reader';
import { ImportProblem } from './import-problem';
import { isCompoundFile, holdsEncryptedPackage } from './office-97';
import { readTreePieces } from './tree-pieces';
import { child } from './xml-tree';

/** Word's documents since 2007. Older ones, and what Office encrypts, are recognised to say what they are. */
export const docxFile: FileReader = {
  id: 'docx',
  name: 'Word document',
  extensions: ['docx', 'docm', 'dotx'],
  mediaTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  recognises: (start) => isZip(start) || isCompoundFile(start),
  read: async ({ bytes }, { signal }) => {
    if (isCompoundFile(bytes))
      throw new ImportProblem(holdsEncryptedPackage(bytes) ? 'encrypted' : 'unsupported-type');
    const parts = await openDocx(bytes, signal);
    const said = child(parts.core, 'cp:coreproperties');
    const { nodes, title } = docxBody(parts.document, {
      styles: docxStyles(parts.styles),
      isOrdered: docxNumbering(parts.numbering),
      links: linkTargets(parts.links),
      footnotes: parts.footnotes,
    });
    signal.throwIfAborted();
    const named = child(said, 'dc:title')?.text.trim() ?? '';
    const { blocks, cut } = readTreePieces(nodes);
    const first = blocks.find((block) => block.kind === 'heading');
    const content = fileContent(blocks, {
      title: named || title || (first?.level === 1 ? first.text : ''),
      author: child(said, 'dc:creator')?.text ?? null,
      created: isoDate(child(said, 'dcterms:created')?.text),
      updated: isoDate(child(said, 'dcterms:modified')?.text),
      language: child(said, 'dc:language')?.text ?? null,
      cut,
      labels: (child(said, 'cp:keywords')?.text ?? '').split(/[,;]/),
    });
    return [content];
  },
};

function isZip([first, second, third, fourth]: Uint8Array): boolean {
  return first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04;
}
