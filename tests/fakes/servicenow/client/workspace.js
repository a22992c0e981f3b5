// One page for many records: tabs that keep their DOM, nested shadow roots, and an address that is ahead of the content.
(function () {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const renderDelay = 150;
  const workspaceName = document.title;
  const hostile = document.body.dataset.acmeHostile;
  const screens = new Map();
  let turn = 0;

  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function shadowOf(host) {
    const root = host.attachShadow({ mode: 'open' });
    for (const href of boot.styles) root.append(element('link', { rel: 'stylesheet', href }));
    return root;
  }

  /** The last record pair of the path is the open tab; everything after `params` is about the view. */
  function recordIn(path) {
    const pairs = [...path.split('/params/')[0].matchAll(/\/record\/([a-z_]+)\/([0-9a-z_-]+)/gi)];
    const last = pairs.at(-1);
    return last ? { table: last[1], id: last[2] } : null;
  }

  const workspaceBase = (/^\/now\/.*?(?=\/(?:record|list|home)\b)/.exec(location.pathname) || [
    '/now/sow',
  ])[0];
  const host = document.querySelector('macroponent-c276387cc331101080d6d3658940ddd2');
  const layout = element('sn-polaris-layout', {});
  const canvas = element('sn-canvas-main', {});
  shadowOf(host).append(
    element(
      'div',
      {},
      element('sn-canvas-appshell-root', {}, element('sn-canvas-appshell-layout', {}, layout)),
    ),
  );
  const tabs = element('div', { class: 'chrome-tabs', role: 'tablist' });
  shadowOf(layout).append(
    element(
      'div',
      { class: 'sn-polaris-layout workspace' },
      element(
        'div',
        { class: 'header-bar' },
        element('div', { class: 'brand' }, 'acme', element('span', { class: 'dot' }, '.')),
        element('nav', { class: 'menus' }, workspaceName),
        element('div', { class: 'who' }, boot.person),
      ),
      tabs,
      canvas,
    ),
  );
  const main = shadowOf(canvas);

  function link(href, ...children) {
    const node = element('a', { href }, ...children);
    node.addEventListener('click', (event) => {
      event.preventDefault();
      go(href);
    });
    return node;
  }

  function go(href) {
    history.pushState({}, '', href);
    show();
  }
  window.addEventListener('popstate', show);

  function screenFor(key, title) {
    const known = screens.get(key);
    if (known) return known;
    const screen = element('sn-canvas-screen', { 'screen-id': key });
    const tab = link(key === 'list' ? workspaceBase + '/list' : location.pathname, title);
    tab.setAttribute('role', 'tab');
    tabs.append(tab);
    const entry = { screen, tab, root: shadowOf(screen), drawn: false };
    screens.set(key, entry);
    main.append(screen);
    return entry;
  }

  /** Other tabs are hidden, never removed. */
  function reveal(key) {
    for (const [name, entry] of screens) {
      entry.screen.style.display = name === key ? '' : 'none';
      entry.screen.setAttribute('aria-hidden', String(name !== key));
      entry.tab.classList.toggle('active', name === key);
    }
  }

  function show() {
    const mine = ++turn;
    const record = recordIn(location.pathname);
    setTimeout(() => {
      if (mine === turn) (record ? drawRecord(record, mine) : drawList()).catch(report);
    }, renderDelay);
  }

  function report(error) {
    console.error('workspace', error);
  }

  async function drawList() {
    const entry = screenFor('list', 'Lists');
    document.title = 'Lists | ' + workspaceName;
    reveal('list');
    if (entry.drawn) return;
    entry.drawn = true;
    const table = element('sn-record-list', {});
    entry.root.append(element('div', { class: 'list-page' }, element('h1', {}, 'All tickets'), table));
    const rows = boot.tickets.map((ticket) =>
      element(
        'tr',
        {},
        element(
          'td',
          {},
          link(workspaceBase + '/record/' + ticket.table + '/' + ticket.sysId, ticket.number),
        ),
        ...[ticket.title, ticket.state, ticket.priority, ticket.caller, ticket.updated].map((text) =>
          element('td', {}, text),
        ),
      ),
    );
    const head = ['Number', 'Short description', 'State', 'Priority', 'Caller', 'Updated'];
    shadowOf(table).append(
      element(
        'table',
        { class: 'list_table' },
        element('thead', {}, element('tr', {}, ...head.map((name) => element('th', {}, name)))),
        element('tbody', {}, ...rows),
      ),
    );
  }

  async function drawRecord(record, mine) {
    const key = record.table + '.' + record.id;
    const entry = screenFor(key, '…');
    reveal(key);
    if (!entry.drawn) {
      entry.drawn = true;
      const query = new URLSearchParams({ table: record.table, sys_id: record.id });
      if (hostile) query.set('acme_hostile', hostile);
      const answer = record.id.startsWith('-1') ? { kind: 'new' } : await read('/workspace_data.do?' + query);
      entry.title =
        answer.kind === 'record' ? answer.view.number : answer.kind === 'new' ? 'Create New' : 'Not found';
      entry.tab.textContent = entry.title;
      entry.root.append(
        answer.kind === 'record' ? recordForm(answer.view) : element('p', { class: 'empty' }, entry.title),
      );
    }
    if (mine === turn && hostile !== 'notitle') document.title = entry.title + ' | ' + workspaceName;
  }

  async function read(path) {
    const response = await fetch(path, { credentials: 'same-origin' });
    const isJson = (response.headers.get('content-type') || '').includes('json');
    return isJson ? response.json() : { kind: 'missing' };
  }

  function recordForm(view) {
    const outer = element('now-record-form-connected', {
      table: view.table,
      'sys-id': view.sysId,
      dir: view.page.dir,
    });
    const root = shadowOf(outer);
    const heading = element('sn-form-internal-header', {});
    shadowOf(heading).append(
      element(
        'div',
        { class: 'form-header' },
        element('h1', { class: 'primary-value' }, view.title),
        element(
          'div',
          { class: 'secondary-values' },
          element('span', { class: 'label' }, 'Number'),
          element('span', { class: 'number' }, view.number),
        ),
      ),
    );
    const section = element('now-record-form-section', {});
    const grid = element('div', { class: 'form-grid' });
    for (const field of view.fields) {
      const node = element('now-record-form-field', { name: field.name, class: field.place });
      const input = element(
        field.name === 'description' || field.name.endsWith('_notes') ? 'now-textarea' : 'now-input',
        { name: field.name },
      );
      const control = element(input.localName === 'now-textarea' ? 'textarea' : 'input', {
        'aria-label': field.label,
      });
      control.value = field.type === 'html' ? '' : field.display;
      shadowOf(input).append(control);
      shadowOf(node).append(element('label', {}, field.label), input);
      grid.append(node);
    }
    shadowOf(section).append(grid);
    root.append(
      heading,
      element(
        'div',
        { class: 'record-body' },
        section,
        element('div', { class: 'record-side' }, composer(), stream(view)),
      ),
    );
    return outer;
  }

  function composer() {
    const node = element('sn-activity-stream-compose', {});
    const box = element('textarea', {
      'aria-label': 'Work notes (Private)',
      placeholder: 'Type your Work notes here',
      rows: '3',
    });
    const choose = (label) => {
      const button = element('button', { type: 'button' }, label);
      button.addEventListener('click', () => {
        box.setAttribute('aria-label', label);
        box.placeholder = 'Type your ' + label.replace(/ \(.*/, '') + ' here';
      });
      return button;
    };
    const input = element('now-textarea', {});
    shadowOf(input).append(box);
    shadowOf(node).append(
      element(
        'div',
        { class: 'compose-tabs' },
        choose('Work notes (Private)'),
        choose('Comments (Customer visible)'),
      ),
      input,
    );
    return node;
  }

  function stream(view) {
    const node = element('sn-activity-stream', {});
    const list = element('ul', { class: 'activities' });
    for (const entry of view.entries) {
      list.append(
        element(
          'li',
          { class: 'activity ' + entry.element },
          element(
            'div',
            { class: 'meta' },
            element('b', {}, entry.author),
            ' ',
            element('span', {}, entry.sort + ' • ' + entry.at),
          ),
          element('div', { class: 'text' }, entry.text),
        ),
      );
    }
    shadowOf(node).append(element('h2', {}, 'Activity'), list);
    return node;
  }

  screenFor('list', 'Lists');
  show();
})();
