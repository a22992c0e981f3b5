import { describe, expect, it } from 'vitest';
import { code, h, link, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { storage } from './storage';

const tools = createFormatTools();

function macro(name: string, parameters: Record<string, string>, body = ''): string {
  const named = Object.entries(parameters).map(
    ([key, value]) => `<ac:parameter ac:name="${key}">${value}</ac:parameter>`,
  );
  return `<ac:structured-macro ac:name="${name}" ac:schema-version="1" ac:macro-id="x">${named.join('')}${body}</ac:structured-macro>`;
}
const rich = (html: string) => `<ac:rich-text-body>${html}</ac:rich-text-body>`;
const plain = (text: string) => `<ac:plain-text-body><![CDATA[${text}]]></ac:plain-text-body>`;

describe('storage format', () => {
  it.each<[string, string, Block[]]>([
    [
      'headings and entities',
      '<h2>Caf&eacute;&nbsp;&amp; bar</h2><p>a&#8211;b</p>',
      [h(2, 'Café & bar'), p('a–b')],
    ],
    [
      'code, not a character changed',
      macro('code', { language: 'bash' }, plain('a <b> && c\n  "d"')),
      [code('a <b> && c\n  "d"', 'bash')],
    ],
    ['code with its title', macro('code', { title: 'run.sh' }, plain('x')), [p('run.sh'), code('x')]],
    [
      'code that holds the end of a section',
      macro('noformat', {}, '<ac:plain-text-body><![CDATA[a]]]]><![CDATA[>b]]></ac:plain-text-body>'),
      [code('a]]>b')],
    ],
    [
      'a panel by its title',
      macro('panel', { title: 'Mind', bgColor: '#fff' }, rich('<p>the gap</p>')),
      [note('Mind', 'the gap')],
    ],
    [
      'a warning without one',
      macro('warning', { icon: 'false' }, rich('<p>Hot</p>')),
      [note('warning', 'Hot')],
    ],
    [
      'an expander with a list and code',
      macro(
        'expand',
        { title: 'Linux' },
        rich(`<ul><li>a</li></ul>${macro('code', {}, plain('b'))}<p>c</p>`),
      ),
      [note('Linux', ''), list(false, 'a'), code('b'), note('expand', 'c')],
    ],
    [
      'panels in panels',
      macro('info', {}, rich(`<p>a</p>${macro('note', {}, rich('<p>b</p>'))}`)),
      [note('info', 'a'), note('note', 'b')],
    ],
    [
      'what lists other pages is nothing',
      macro('toc', { maxLevel: '2' }) + macro('children', { all: 'true' }) + macro('attachments', {}),
      [],
    ],
    [
      'an included page is named',
      macro('include', { '': '<ac:link><ri:page ri:content-title="Reset" ri:space-key="IT" /></ac:link>' }) +
        macro('excerpt-include', { 'default-parameter': 'Ports' }),
      [p('[included page: Reset]'), p('[included page: Ports]')],
    ],
    [
      'scripts and styles of macros are nothing',
      macro('html', {}, plain('<script>alert(1)</script>')) + macro('style', {}, plain('p{}')),
      [],
    ],
    [
      'an unknown macro’s text stays',
      macro('ui-tab', { title: 'Windows' }, rich('<p>a</p>')) + macro('section', {}, rich('<p>b</p>')),
      [note('Windows', 'a'), p('b')],
    ],
    [
      'lozenges, dates, people, pictures',
      `<p>${macro('status', { title: 'DONE', colour: 'Green' })} <time datetime="2026-01-05" /> <ac:link><ri:user ri:username="dana" /></ac:link> <ac:image ac:alt="dialog"><ri:attachment ri:filename="a.png" /></ac:image> <ac:emoticon ac:name="tick" ac:emoji-fallback="✔" /></p>`,
      [p('DONE 2026-01-05 @dana dialog ✔')],
    ],
    [
      'tasks',
      '<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>a</ac:task-body></ac:task><ac:task><ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body><span>b</span></ac:task-body></ac:task></ac:task-list>',
      [list(false, '[x] a', '[ ] b')],
    ],
    [
      'links: their words, or else the page’s title',
      '<p><ac:link><ri:page ri:content-title="VPN" /></ac:link>, <ac:link ac:anchor="x"><ri:page ri:content-title="A" /><ac:plain-text-link-body><![CDATA[the <b> guide]]></ac:plain-text-link-body></ac:link>, <a href="https://a.example">web</a>, <a href="javascript:x">no</a></p>',
      [p('VPN, the <b> guide, web, no', { start: 20, end: 23, url: 'https://a.example' })],
    ],
    ['hints to the writer are nothing', '<p>a<ac:placeholder>type here</ac:placeholder></p>', [p('a')]],
    [
      'inline comments keep the text',
      '<p>a <ac:inline-comment-marker ac:ref="x">b</ac:inline-comment-marker></p>',
      [p('a b')],
    ],
    [
      'layouts and tables',
      '<ac:layout><ac:layout-section ac:type="single"><ac:layout-cell><table class="wrapped"><colgroup><col /></colgroup><tbody><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td><p>2</p></td></tr></tbody></table></ac:layout-cell></ac:layout-section></ac:layout>',
      [table(true, ['A', 'B'], ['1', '2'])],
    ],
    [
      'a panel of the newer editor, once',
      '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content><p>a</p></ac:adf-content></ac:adf-node><ac:adf-fallback><div class="panel"><p>a</p></div></ac:adf-fallback></ac:adf-extension>',
      [note('note', 'a')],
    ],
    [
      'what was cut off ends where it ends',
      '<p>a <strong>b</p><ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[c',
      [p('a b'), code('c')],
    ],
    ['a lone angle bracket is text', '<p>1 < 2</p>', [p('1 < 2')]],
  ])('%s', (_, source, blocks) => {
    expect(storage.read(source, tools)).toEqual(blocks);
  });

  it('gives a page of another space its address where the wiki’s is known', () => {
    const source =
      '<p><ac:link><ri:page ri:space-key="IT" ri:content-title="VPN &amp; more" /></ac:link></p>';
    const url = 'https://acme.example/wiki/pages/viewpage.action?spaceKey=IT&title=VPN+%26+more';
    const blocks = storage.read(source, { ...tools, baseUrl: 'https://acme.example/wiki' });
    expect(blocks).toEqual([p('VPN & more', link('VPN & more', 'VPN & more', url))]);
  });

  it('survives ten thousand nested elements and macros', () => {
    const deep = `${'<div>'.repeat(10_000)}${'<ac:structured-macro ac:name="panel"><ac:rich-text-body>'.repeat(10_000)}<p>bottom</p>`;
    expect(storage.read(deep, tools)).toEqual([note('panel', 'bottom')]);
  });
});
