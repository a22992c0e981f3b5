// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { walkOpenTree } from './walk-open-tree';

function tagsOf(root: Element, maxNodes = 1_000, until?: string): string[] {
  const tags: string[] = [];
  walkOpenTree(root, maxNodes, (element) => {
    tags.push(element.tagName.toLowerCase());
    return element.tagName.toLowerCase() !== until;
  });
  return tags;
}

describe('walkOpenTree', () => {
  it('looks into open shadow roots, and leaves closed ones alone', () => {
    const root = document.createElement('div');
    root.innerHTML = '<a></a><b></b><i></i>';
    root.querySelector('b')?.attachShadow({ mode: 'open' }).append(document.createElement('u'));
    root.querySelector('i')?.attachShadow({ mode: 'closed' }).append(document.createElement('s'));
    expect(tagsOf(root)).toEqual(['a', 'b', 'u', 'i']);
  });

  it('passes over what is hidden, but not over fields', () => {
    const root = document.createElement('div');
    root.innerHTML =
      '<p hidden><b></b></p><p style="display:none"><i></i></p><input><textarea></textarea><script></script>';
    expect(tagsOf(root)).toEqual(['input', 'textarea']);
  });

  it('stops when it is told to, and at the most nodes it may look at', () => {
    const root = document.createElement('div');
    root.innerHTML = '<a></a><b></b><i></i>';
    expect(tagsOf(root, 1_000, 'b')).toEqual(['a', 'b']);
    root.innerHTML = '<p></p>'.repeat(500);
    expect(tagsOf(root, 100).length).toBeLessThanOrEqual(100);
  });
});
