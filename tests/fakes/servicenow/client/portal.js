// The portal fills its page a moment after it has loaded, and changes it in place when a link is followed.
(function () {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const renderDelay = 100;
  const root = document.querySelector('.sp-page-root');
  const portalName = document.title;
  let turn = 0;

  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function link(query, ...children) {
    const node = element('a', { href: boot.base + '?' + query }, ...children);
    node.addEventListener('click', (event) => {
      event.preventDefault();
      history.pushState({}, '', node.href);
      show();
    });
    return node;
  }

  function header() {
    const search = element(
      'form',
      { class: 'sp-search' },
      element('input', { name: 'q', placeholder: 'How can we help?', 'aria-label': 'Search' }),
    );
    search.addEventListener('submit', (event) => {
      event.preventDefault();
      history.pushState({}, '', boot.base + '?id=search&q=' + encodeURIComponent(search.elements.q.value));
      show();
    });
    document
      .querySelector('.sp-header')
      .append(
        link('id=index', 'acme', element('span', { class: 'dot' }, '.')),
        search,
        element('span', { class: 'who' }, boot.person),
      );
  }

  const draw = {
    article(view) {
      document.title = view.title + ' - ' + portalName;
      const body = element('section', {
        class: 'kb-article-content',
        'ng-bind-html': 'data.articleContent',
        lang: view.lang,
      });
      body.innerHTML = view.html;
      return element(
        'div',
        { class: 'panel kb-article-wrapper' },
        element(
          'div',
          { class: 'kb-number-info' },
          element('span', { class: 'kb-number' }, view.number),
          ' v' + view.version,
        ),
        element('h1', { class: 'kb-title-header widget-header' }, view.title),
        element(
          'div',
          { class: 'kb-meta' },
          'Authored by ' + view.author + ' · ' + view.updated + ' · ' + view.views + ' views',
        ),
        body,
      );
    },
    ticket(view) {
      document.title = (view.title ? view.number + ' - ' : '') + portalName;
      root.dir = view.page.dir;
      const page = new URLSearchParams(location.search).get('id');
      return window.acmeDrawTicket(view, page, element);
    },
    search(answer) {
      document.title = 'Search - ' + portalName;
      const hits = answer.hits.map((hit) =>
        element(
          'div',
          { class: 'kb-card' },
          link('id=kb_article&sysparm_article=' + hit.number, hit.title),
          element('div', { class: 'kb-meta' }, hit.number),
          element('p', {}, hit.text),
        ),
      );
      return element(
        'div',
        { class: 'panel' },
        element('h1', {}, 'Results for “' + answer.words + '”'),
        ...hits,
      );
    },
    home(answer) {
      document.title = portalName;
      const items = answer.tickets.map((ticket) =>
        element(
          'li',
          {},
          link(
            'id=ticket&table=' + ticket.table + '&sys_id=' + ticket.sysId,
            ticket.number + ' ' + ticket.title,
          ),
        ),
      );
      return element(
        'div',
        { class: 'panel' },
        element('h1', {}, 'My requests'),
        element('ul', {}, ...items),
      );
    },
    new(answer) {
      document.title = 'Create - ' + portalName;
      return element(
        'div',
        { class: 'panel' },
        element('h1', {}, 'New ' + answer.table),
        element('label', { for: 'sp_formfield_short_description' }, 'Short description'),
        element('input', { id: 'sp_formfield_short_description', class: 'form-control' }),
      );
    },
    missing(answer) {
      document.title = portalName;
      return element('div', { class: 'panel alert', role: 'alert' }, answer.message);
    },
  };

  async function show() {
    const mine = ++turn;
    const response = await fetch('/portal_data.do' + location.search, { credentials: 'same-origin' });
    const isJson = (response.headers.get('content-type') || '').includes('json');
    const answer = isJson ? await response.json() : { kind: 'missing', message: 'Your session has expired' };
    setTimeout(() => {
      if (mine !== turn) return;
      root.replaceChildren(draw[answer.kind](answer.view || answer));
    }, renderDelay);
  }

  window.addEventListener('popstate', show);
  header();
  show();
})();
