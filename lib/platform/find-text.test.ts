// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { findText } from './find-text';

beforeEach(() => {
  document.body.innerHTML = '';
});

function found(html: string, quote: string, minWords?: number): string | null {
  document.body.innerHTML = html;
  return findText(document.body, quote, minWords)?.toString() ?? null;
}

describe('a quote is found', () => {
  test.each([
    ['in one text', '<p>Please restart the service now.</p>', 'restart the service', 'restart the service'],
    [
      'across inline elements',
      '<p>Open <b>Control</b> <a href="#"><i>Pan</i>el</a>, then <code>VPN</code>.</p>',
      'Open Control Panel, then VPN.',
      'Open Control Panel, then VPN.',
    ],
    [
      'across line breaks and indentation',
      '<p>restart\n      the\t service</p>',
      'restart the service',
      'restart\n      the\t service',
    ],
    [
      'across non-breaking blanks',
      '<p>press&nbsp;Ctrl + Alt</p>',
      'press Ctrl + Alt',
      'press\u00A0Ctrl + Alt',
    ],
    ['with blanks of its own', '<p>press Ctrl</p>', ' press\u00A0\n Ctrl ', 'press Ctrl'],
    ['across a break without a blank', '<p>one<br>two</p>', 'one two', 'onetwo'],
    [
      'across elements of which nobody knows how they show',
      '<p>one<x-word>two</x-word><label>three</label></p>',
      'onetwothree',
      'onetwothree',
    ],
    ['past soft hyphens', '<p>Fern\u00ADwartung</p>', 'Fernwartung', 'Fern\u00ADwartung'],
    [
      'across the cells of a row',
      '<table><tr><td>809</td><td>Port blocked</td></tr></table>',
      '809 | Port blocked',
      '809Port blocked',
    ],
    ['with a bar of its own', '<pre>cat log | grep 809</pre>', 'cat log | grep 809', 'cat log | grep 809'],
    [
      'past what is not shown',
      '<p>one <script>let x = "two"</script><style>p{}</style>two</p>',
      'one two',
      null,
    ],
  ])('%s', (_where, html, quote, expected) => {
    const range = found(html, quote);
    expect(range).not.toBeNull();
    if (expected !== null) expect(range).toBe(expected);
  });

  test('from its first to its last character, in the text nodes that hold them', () => {
    document.body.innerHTML = '<p>say <b>one</b> and <i>two</i>, please</p>';
    const range = findText(document.body, 'one and two');
    expect([range?.startContainer.textContent, range?.startOffset]).toEqual(['one', 0]);
    expect([range?.endContainer.textContent, range?.endOffset]).toEqual(['two', 3]);
  });

  test('outside the basic plane too', () => {
    expect(found('<p>a 😀 b 密码 c</p>', '😀 b 密码')).toBe('😀 b 密码');
  });

  test('in open shadow roots, however deep', () => {
    document.body.innerHTML = '<div id="outer">light text</div>';
    const outer = document.getElementById('outer')?.attachShadow({ mode: 'open' });
    if (!outer) expect.fail('no shadow root');
    outer.innerHTML = '<section><div id="inner"></div></section>';
    const inner = outer.getElementById('inner')?.attachShadow({ mode: 'open' });
    if (!inner) expect.fail('no shadow root');
    inner.innerHTML = '<p>hidden <b>in the shadow</b> of it</p>';
    const range = findText(document.body, 'hidden in the shadow');
    expect(range?.startContainer.textContent).toBe('hidden ');
    expect(range?.endContainer.textContent).toBe('in the shadow');
  });
});

describe('what nobody reads is not searched', () => {
  test.each(['script', 'style', 'template', 'noscript', 'textarea', 'select'])('%s', (tag) => {
    const element = document.createElement(tag);
    element.append('restart the service');
    document.body.replaceChildren(element);
    expect(findText(document.body, 'restart the service')).toBeNull();
  });
});

describe('a quote that is not there as a whole', () => {
  const page = '<p>Open the Control Panel and choose Network, then restart.</p>';

  test('is marked as far as it is there', () => {
    expect(found(page, 'Open the Control Panel and choose Wireless, then restart.')).toBe(
      'Open the Control Panel and choose',
    );
  });

  test.each([
    ['fewer than four words of it are there', 'Open the Control Room'],
    ['only its end is there', 'Never choose Network, then restart.'],
    ['it has too few words', 'Open everything'],
  ])('is not found when %s', (_why, quote) => {
    expect(found(page, quote)).toBeNull();
  });

  test('is not found in part where only the whole will do', () => {
    expect(found(page, 'Open the Control Panel and wait', Number.POSITIVE_INFINITY)).toBeNull();
    expect(found(page, 'Open the Control Panel', Number.POSITIVE_INFINITY)).toBe('Open the Control Panel');
  });

  test.each(['', '  \n', ' | ', '\u00AD'])('is not found when it says nothing: %j', (quote) => {
    expect(found(page, quote)).toBeNull();
  });
});

/** Nodes as much of them as the search looks at: a document of this size takes a test's whole time to build. */
interface BareNode {
  nodeType: number;
  tagName: string;
  lastChild: BareNode | null;
  previousSibling: BareNode | null;
}
const bare = (): BareNode => ({ nodeType: 1, tagName: 'DIV', lastChild: null, previousSibling: null });

describe('a hostile page', () => {
  test('of 100,000 elements inside one another is searched without a stack overflow', () => {
    const root = bare();
    let node = root;
    for (let depth = 0; depth < 100_000; depth += 1) {
      node.lastChild = bare();
      node = node.lastChild;
    }
    expect(findText(root as unknown as Element, 'restart the service')).toBeNull();
  });

  test('of 300,000 elements beside one another too', () => {
    const root = bare();
    for (let width = 0; width < 300_000; width += 1)
      root.lastChild = { ...bare(), previousSibling: root.lastChild };
    expect(findText(root as unknown as Element, 'restart the service')).toBeNull();
  });

  test('of real elements deep enough to overflow a recursive search', () => {
    let node: Element = document.body;
    for (let depth = 0; depth < 100_000; depth += 1) {
      const child = document.createElement('div');
      node.appendChild(child);
      node = child;
    }
    node.append('restart the service');
    expect(findText(document.body, 'restart the service')?.startOffset).toBe(0);
  });
});
