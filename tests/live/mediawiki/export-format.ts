import type { Company } from '../../fakes/company';
import { escapeHtml } from '../../fakes/markdown';
import { linksOf, textOf, type WikiPage } from '../../fakes/mediawiki/pages';

/** Pages as MediaWiki exports and imports them. https://www.mediawiki.org/wiki/Help:Export */
export function toExportFormat(pages: readonly WikiPage[], company: Company): string {
  const linkFor = linksOf(company);
  const elements = pages.map(
    ({ title, revisions }) => `<page><title>${escapeHtml(title)}</title><ns>0</ns>
${revisions
  .map(
    (revision) => `<revision><timestamp>${revision.timestamp}</timestamp>
<contributor><username>${escapeHtml(company.person(revision.author).name)}</username></contributor>
<comment>${revisions.length > 1 ? 'edited' : 'created'}</comment>
<model>wikitext</model><format>text/x-wiki</format>
<text xml:space="preserve">${escapeHtml(textOf(revision, linkFor))}</text></revision>`,
  )
  .join('\n')}
</page>`,
  );
  return `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
${elements.join('\n')}
</mediawiki>
`;
}
