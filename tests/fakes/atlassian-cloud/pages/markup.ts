import { createHash } from 'node:crypto';
import { escapeHtml } from '../../markdown';

/** Class names as the vendor's build makes them: without meaning, other ones at each release. */
export function hashedClass(part: string): string {
  const hex = createHash('sha1').update(`2026-11 ${part}`).digest('hex');
  return `_${hex.slice(0, 8)} _${hex.slice(8, 12)}${hex.slice(12, 16)}`;
}

/** An element that can be told apart by its test id only. */
export function element(tag: string, testId: string, inner: string, attributes = ''): string {
  const rest = attributes === '' ? '' : ` ${attributes}`;
  return `<${tag} data-testid="${escapeHtml(testId)}" class="${hashedClass(testId.replace(/\d+/g, ''))}"${rest}>${inner}</${tag}>`;
}

/** A link that the single-page application follows by itself. */
export function link(href: string, inner: string, attributes = ''): string {
  const rest = attributes === '' ? '' : ` ${attributes}`;
  return `<a href="${escapeHtml(href)}" class="${hashedClass('link')}"${rest}>${inner}</a>`;
}
