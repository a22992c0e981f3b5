// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { blockSchema, type Block } from '../core/rich-text';
import { htmlToBlocks, type HtmlToBlocksOptions } from './html-to-blocks';
import { htmlToText } from './html-to-text';

function blocksOf(html: string, options?: HtmlToBlocksOptions): Block[] {
  const document = new DOMParser().parseFromString(`<!doctype html><body>${html}</body>`, 'text/html');
  const blocks = htmlToBlocks(document, options);
  for (const block of blocks) blockSchema.parse(block);
  return blocks;
}

const p = (text: string): Block => ({ kind: 'paragraph', text });
const h = (level: number, text: string): Block => ({ kind: 'heading', level, text });
const note = (label: string, text: string): Block => ({ kind: 'note', label, text });
const code = (text: string, language: string | null = null): Block => ({ kind: 'code', text, language });
const list = (ordered: boolean, ...items: [string, number][]): Block => ({
  kind: 'list',
  ordered,
  items: items.map(([text, depth]) => ({ text, depth })),
});
const table = (header: boolean, ...rows: string[][]): Block => ({ kind: 'table', header, rows });

const rules: [string, string, Block[]][] = [
  ['headings keep their level', '<h1>A</h1><h3>B <em>c</em></h3>', [h(1, 'A'), h(3, 'B c')]],
  ['white space collapses', '<p>  a \n\t b&nbsp;&nbsp;c </p>', [p('a b c')]],
  ['inline elements do not split words', '<p>re<b>set</b><span>ting</span></p>', [p('resetting')]],
  ['links keep their text', '<p>see <a href="https://x.test">the guide</a>.</p>', [p('see the guide.')]],
  [
    'pictures keep their alternative text',
    '<p>press <img src="x.png" alt="Start">now</p>',
    [p('press Start now')],
  ],
  ['a line break ends a paragraph', 'one<br>two<br/><br>three', [p('one'), p('two'), p('three')]],
  [
    'bare text and nested divs are paragraphs',
    'a<div>b<div><div>c</div>d</div></div>e',
    ['a', 'b', 'c', 'd', 'e'].map(p),
  ],
  [
    'comments and scripts are nothing',
    'a<!-- b --><script>c</script><style>d</style><template>e</template>',
    [p('a')],
  ],
  [
    'frames, forms and drawings are nothing',
    'a<object>b</object><svg><text>c</text></svg><noscript>d</noscript><button>e</button><select><option>f</select>',
    [p('a')],
  ],
  [
    'what is hidden is nothing',
    '<p hidden>a</p><p style="color:red; display : none">b</p><span aria-hidden="true">c</span><i class="sr-only">d</i><p>e</p>',
    [p('e')],
  ],
  [
    'an expander’s content is seen',
    '<details><summary>More</summary><p>inside</p></details>',
    [p('More'), p('inside')],
  ],
  [
    'a Confluence expander’s content is seen, folded or not',
    '<div class="expand-container"><div class="expand-control"><span class="expand-control-text">More</span></div><div class="expand-content expand-hidden" style="display: none;"><p>inside</p></div></div>',
    [p('More'), p('inside')],
  ],
  [
    'nested lists keep their order and depth',
    '<ol><li>one<ul><li>a</li><li>b<ul><li>deep</li></ul></li></ul></li><li><p>two</p><p>more</p></li></ol>',
    [list(true, ['one', 0], ['a', 1], ['b', 1], ['deep', 2], ['two more', 0])],
  ],
  [
    'a list directly inside a list is deeper',
    '<ul><li>a</li><ul><li>b</li></ul></ul>',
    [list(false, ['a', 0], ['b', 1])],
  ],
  [
    'a definition list is terms with what they mean below',
    '<dl><dt>809</dt><dd>blocked</dd><dt>691</dt><dd>wrong <b>password</b></dd></dl>',
    [list(false, ['809', 0], ['blocked', 1], ['691', 0], ['wrong password', 1])],
  ],
  [
    'one line of code belongs to its step, several are a block',
    '<ol><li>Run <pre>ipconfig /all</pre></li><li>Then:<pre>a\n  b</pre>and wait</li><li>Done</li></ol>',
    [
      list(true, ['Run ipconfig /all', 0], ['Then:', 0]),
      code('a\n  b'),
      list(true, ['and wait', 0], ['Done', 0]),
    ],
  ],
  [
    'a table with a head row has a header',
    '<table><thead><tr><th>Code</th><th>Cause</th></tr></thead><tbody><tr><td>809</td><td><p>UDP</p><p>blocked</p></td></tr></tbody></table>',
    [table(true, ['Code', 'Cause'], ['809', 'UDP blocked'])],
  ],
  [
    'a first row of head cells is a header too',
    '<table class="confluenceTable"><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>',
    [table(true, ['A', 'B'], ['1', '2'])],
  ],
  [
    'row heads are no header, empty rows are nothing, a caption stands before',
    '<table><caption>Ports</caption><tr><th>IKE</th><td>500</td></tr><tr><td></td><td> </td></tr><tr><th>NAT-T</th><td>4500</td></tr></table>',
    [p('Ports'), table(false, ['IKE', '500'], ['NAT-T', '4500'])],
  ],
  [
    'lists and code in a cell stay in the cell',
    '<table><tr><td>x</td><td><ul><li>a</li><li>b</li></ul><pre>c\nd</pre></td></tr><tr><td>y</td><td>z</td></tr></table>',
    [table(false, ['x', 'a b c d'], ['y', 'z'])],
  ],
  [
    'a table that only places things is not a table',
    '<table role="presentation"><tr><td><h2>T</h2><p>a</p></td><td>b</td></tr></table><table><tr><td><table><tr><td>c</td><td>d</td></tr></table></td></tr></table><table><tr><td>e</td></tr></table>',
    [h(2, 'T'), p('a'), p('b'), table(false, ['c', 'd']), p('e')],
  ],
  [
    'code keeps its white space',
    '<pre><code class="language-bash">a  b\n\n  c\n</code></pre>',
    [code('a  b\n\n  c', 'bash')],
  ],
  ['a broken line of code is a line', '<pre>a<br>b<div>c</div><div>d</div></pre>', [code('a\nb\nc\nd')]],
  [
    'Jira names the language by class',
    '<div class="code panel"><div class="codeContent panelContent"><pre class="code-java">int x;</pre></div></div>',
    [code('int x;', 'java')],
  ],
  [
    'Confluence names it before its highlighter has run',
    '<pre class="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: powershell; gutter: false">Get-VpnConnection</pre>',
    [code('Get-VpnConnection', 'powershell')],
  ],
  [
    'and after it has, line numbers left out',
    '<div class="syntaxhighlighter sh-confluence  bash"><table><tbody><tr><td class="gutter"><div class="line number1">1</div><div class="line number2">2</div></td><td class="code"><div class="container"><div class="line number1"><code class="bash functions">cd</code> <code>/tmp</code></div><div class="line number2"><code>ls</code></div></div></td></tr></tbody></table></div>',
    [code('cd /tmp\nls', 'bash')],
  ],
  [
    'MediaWiki names it on the wrapper',
    '<div class="mw-highlight mw-highlight-lang-ini mw-content-ltr"><pre>a=1</pre></div>',
    [code('a=1', 'ini')],
  ],
  ['plain text is no language', '<pre class="language-text">x</pre>', [code('x')]],
  [
    'a quotation is a note',
    '<blockquote><p>It stopped</p><p>today</p></blockquote>',
    [note('quote', 'It stopped today')],
  ],
  ...(['warning', 'note', 'tip'] as const).map((sort): [string, string, Block[]] => [
    `a Confluence ${sort} is a note with its title`,
    `<div class="confluence-information-macro confluence-information-macro-${sort}"><p class="title">Careful</p><span class="aui-icon aui-icon-small"> </span><div class="confluence-information-macro-body"><p>Keep the key.</p></div></div>`,
    [note(sort, 'Careful Keep the key.')],
  ]),
  [
    'a Confluence information macro is called info',
    '<div class="confluence-information-macro confluence-information-macro-information"><div class="confluence-information-macro-body">Read</div></div>',
    [note('info', 'Read')],
  ],
  [
    'a cloud panel is a note',
    '<div class="ak-editor-panel" data-panel-type="error"><p>No</p></div>',
    [note('error', 'No')],
  ],
  ['a Bootstrap alert is a note', '<div class="alert alert-warning">Soon</div>', [note('warning', 'Soon')]],
  [
    'a MediaWiki box is a note',
    '<table class="plainlinks ambox ambox-content"><tr><td></td><td>Old page</td></tr></table>',
    [note('note', 'Old page')],
  ],
  [
    'a Jira panel is a note',
    '<div class="panel"><div class="panelHeader"><b>Title</b></div><div class="panelContent"><p>Text</p></div></div>',
    [note('panel', 'Title Text')],
  ],
  [
    'lists inside a note stay lists',
    '<div class="alert alert-info">Before<ul><li>a</li></ul>after</div>',
    [note('info', 'Before'), list(false, ['a', 0]), note('info', 'after')],
  ],
  [
    'right-to-left text, accents and emoji survive',
    '<p dir="rtl">خطأ 809 ‏<b>VPN</b> 👩‍💻 été</p>',
    [p('خطأ 809 ‏VPN 👩‍💻 été')],
  ],
  ['markup written as text stays text', '<p>&lt;b&gt;bold&lt;/b&gt; &amp;amp;</p>', [p('<b>bold</b> &amp;')]],
];

describe('htmlToBlocks', () => {
  it.each(rules)('%s', (_, html, blocks) => {
    expect(blocksOf(html)).toEqual(blocks);
  });

  it('leaves out what the caller drops, but reads the root itself', () => {
    const html = '<h2>VPN <span class="mw-editsection">[edit]</span></h2><div id="toc">1 VPN</div><p>a</p>';
    expect(blocksOf(html, { drop: ['.mw-editsection', '#toc'] })).toEqual([h(2, 'VPN'), p('a')]);
    const root = new DOMParser()
      .parseFromString('<div hidden class="x">text</div>', 'text/html')
      .querySelector('.x');
    expect(root && htmlToBlocks(root, { drop: ['.x'] })).toEqual([p('text')]);
  });

  it('stops at the most characters it may read, and never in half a letter', () => {
    const text = htmlToText(parse(`<p>${'a'.repeat(99)}</p><p>😀😀</p><p>never</p>`), { maxCharacters: 100 });
    expect(text).toBe('a'.repeat(99));
    expect(htmlToText(parse(`<pre>${'b'.repeat(300)}</pre>`), { maxCharacters: 100 })).toHaveLength(100);
  });

  it('keeps lines where the page shows them', () => {
    expect(blocksOf('<span>Hello,\n\nit fails.\nBye</span>', { keepLines: true })).toEqual(
      ['Hello,', 'it fails.', 'Bye'].map(p),
    );
    expect(blocksOf('<span>Hello,\nit fails.</span>')).toEqual([p('Hello, it fails.')]);
  });

  it('keeps long panels citable piece by piece', () => {
    const blocks = blocksOf(`<blockquote>${`<p>${'word '.repeat(60)}</p>`.repeat(5)}</blockquote>`);
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.every((block) => block.kind === 'note' && block.text.length < 600)).toBe(true);
  });

  it.each(['div', 'ul', 'blockquote', 'table', 'span', 'pre'])(
    'survives a hundred thousand nested %s elements',
    (tag) => {
      let node: unknown = { nodeType: 3, data: 'bottom', childNodes: [] };
      for (let depth = 0; depth < 100_000; depth += 1) node = bareElement(tag, node);
      expect(htmlToText(node as Element)).toBe('bottom');
    },
  );

  it('looks at no more nodes than it has to of a page of a million empty elements', () => {
    const empty = bareElement('p');
    const children = Array.from({ length: 1_000_000 }, () => empty);
    const root = {
      ...bareElement('div'),
      childNodes: [...children, bareElement('p', { nodeType: 3, data: 'x' })],
    };
    expect(htmlToText(root as unknown as Element)).toBe('');
  });

  it('reads a page of two megabytes without reading past the cap', () => {
    const root = document.createElement('div');
    root.appendChild(document.createTextNode('word '.repeat(400_000)));
    expect(htmlToText(root, { maxCharacters: 200_000 }).length).toBeLessThanOrEqual(200_000);
  });

  it('does not change what it reads', () => {
    const root = parse('<p>a <b>b</b></p><ul><li>c</li></ul>');
    const before = root.body.innerHTML;
    htmlToBlocks(root);
    expect(root.body.innerHTML).toBe(before);
  });
});

function parse(html: string): Document {
  return new DOMParser().parseFromString(`<!doctype html><body>${html}</body>`, 'text/html');
}

/** As much of an element as the walk may rely on: a real test DOM takes seconds to nest this deep. */
function bareElement(tag: string, ...childNodes: unknown[]) {
  return {
    nodeType: 1,
    tagName: tag.toUpperCase(),
    childNodes,
    hasAttributes: () => false,
    getAttribute: () => null,
    parentElement: null,
  };
}
