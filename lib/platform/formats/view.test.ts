import { describe, expect, it } from 'vitest';
import { code, link, list, note, p } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { view } from './view';

const tools = createFormatTools();

describe('Confluence’s rendered pages', () => {
  it.each<[string, string, Block[]]>([
    [
      'an information macro by its title',
      '<div class="confluence-information-macro confluence-information-macro-warning"><p class="title">Careful</p><span class="aui-icon aui-icon-small"> </span><div class="confluence-information-macro-body"><p>Keep the key.</p><ul><li>a</li></ul><p>b</p></div></div>',
      [note('Careful', 'Keep the key.'), list(false, 'a'), note('warning', 'b')],
    ],
    [
      'a panel by its header',
      '<div class="panel" style="border-width: 1px;"><div class="panelHeader"><b>Ports</b></div><div class="panelContent"><p>500</p></div></div>',
      [note('Ports', '500')],
    ],
    [
      'a folded expander by what one clicks',
      '<div id="expander-1" class="expand-container"><div class="expand-control"><span class="expand-icon aui-icon"></span><span class="expand-control-text">Linux</span></div><div class="expand-content expand-hidden" style="display: none;"><p>a</p><div class="code panel"><div class="codeContent panelContent"><pre class="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: bash; gutter: false">ls</pre></div></div></div></div>',
      [note('Linux', 'a'), code('ls', 'bash')],
    ],
    [
      'tasks',
      '<ul class="inline-task-list" data-inline-tasks-content-id="1"><li class="checked" data-inline-task-id="1">a</li><li data-inline-task-id="2">b</li></ul>',
      [list(false, '[x] a', '[ ] b')],
    ],
    [
      'tables of contents are nothing',
      '<div class="toc-macro client-side-toc-macro"><ul><li>x</li></ul></div><p>a</p>',
      [p('a')],
    ],
    [
      'lozenges and people',
      '<p>Status <span class="status-macro aui-lozenge aui-lozenge-success">DONE</span> by <a class="confluence-userlink user-mention" href="/display/~dana">Dana</a></p>',
      [p('Status DONE by Dana')],
    ],
  ])('%s', (_, source, blocks) => {
    expect(view.read(source, tools)).toEqual(blocks);
  });

  it('resolves relative links where the wiki’s address is known', () => {
    const read = view.read('<p><a href="/display/IT/VPN">VPN</a></p>', {
      ...tools,
      baseUrl: 'https://wiki.acme.example/',
    });
    expect(read).toEqual([p('VPN', link('VPN', 'VPN', 'https://wiki.acme.example/display/IT/VPN'))]);
  });
});
