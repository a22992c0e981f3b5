import { escapeHtml } from '../markdown';
import type { AdfDocument, AdfMark, AdfNode } from './adf';

/** A document as the cloud pages draw it, inside `.ak-renderer-document`. */
export function renderAdf(document: AdfDocument): string {
  return `<div class="ak-renderer-wrapper"><div class="ak-renderer-document">${all(document.content)}</div></div>`;
}

function all(nodes: readonly AdfNode[] | undefined): string {
  return (nodes ?? []).map(one).join('');
}

function one(node: AdfNode): string {
  const inner = () => all(node.content);
  const attr = (name: string) => escapeHtml(String(node.attrs?.[name] ?? ''));
  switch (node.type) {
    case 'text':
      return (node.marks ?? []).reduceRight(marked, escapeHtml(node.text ?? ''));
    case 'paragraph':
      return `<p data-renderer-start-pos="1">${inner()}</p>`;
    case 'heading':
      return `<h${attr('level')} data-renderer-start-pos="1">${inner()}</h${attr('level')}>`;
    case 'bulletList':
      return `<ul class="ak-ul" data-indent-level="1">${inner()}</ul>`;
    case 'orderedList':
      return `<ol class="ak-ol" start="1" data-indent-level="1">${inner()}</ol>`;
    case 'listItem':
      return `<li>${inner()}</li>`;
    case 'codeBlock':
      return `<div class="code-block"><span data-ds--code--code-block="" data-code-lang="${attr('language')}"><code class="language-${attr('language') || 'text'}">${(node.content ?? []).map((line) => escapeHtml(line.text ?? '')).join('')}</code></span></div>`;
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>`;
    case 'panel':
      return `<div class="ak-editor-panel" data-panel-type="${attr('panelType')}"><div class="ak-editor-panel__content">${inner()}</div></div>`;
    case 'rule':
      return '<hr>';
    case 'hardBreak':
      return '<br>';
    case 'table':
      return `<div class="pm-table-container"><table data-testid="renderer-table"><tbody>${inner()}</tbody></table></div>`;
    case 'tableRow':
      return `<tr>${inner()}</tr>`;
    case 'tableHeader':
      return `<th class="ak-renderer-tableHeader-sortable-column__wrapper">${inner()}</th>`;
    case 'tableCell':
      return `<td>${inner()}</td>`;
    case 'mention':
      return `<span data-mention-id="${attr('id')}" contenteditable="false">${attr('text')}</span>`;
    case 'inlineCard':
      return `<span data-inline-card="true" data-card-url="${attr('url')}"><a href="${attr('url')}" data-testid="inline-card-resolved-view">${attr('url')}</a></span>`;
    default:
      return inner();
  }
}

function marked(inner: string, mark: AdfMark): string {
  switch (mark.type) {
    case 'strong':
      return `<strong data-renderer-mark="true">${inner}</strong>`;
    case 'em':
      return `<em data-renderer-mark="true">${inner}</em>`;
    case 'strike':
      return `<del data-renderer-mark="true">${inner}</del>`;
    case 'code':
      return `<span data-renderer-mark="true"><code class="code">${inner}</code></span>`;
    case 'link':
      return `<a href="${escapeHtml(String(mark.attrs?.href ?? ''))}" data-testid="link-with-safety" data-renderer-mark="true">${inner}</a>`;
    default:
      return inner;
  }
}
