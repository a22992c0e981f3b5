// The frame around classic pages. In Next Experience everything hangs in open shadow roots, in the older one in the light.
(function () {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const prefix = '/now/nav/ui/classic/params/target/';

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

  function local(target) {
    return target.startsWith('/') ? target : '/' + target;
  }

  /** What stands in the address bar while the frame shows this classic URL. */
  function topUrl(target) {
    const bare = target.replace(/^\//, '');
    return boot.shadow
      ? prefix + encodeURIComponent(bare)
      : '/nav_to.do?uri=' + encodeURIComponent('/' + bare);
  }

  function header() {
    return element(
      'div',
      { class: 'header-bar' },
      element('div', { class: 'brand' }, 'acme', element('span', { class: 'dot' }, '.')),
      element('nav', { class: 'menus' }, 'All   Favorites   History   Workspaces'),
      element('div', { class: 'who' }, boot.person),
    );
  }

  function sidebar(open) {
    const list = element('ul', { class: 'ticket-list' });
    for (const ticket of boot.tickets) {
      const target = ticket.table + '.do?sys_id=' + ticket.sysId;
      const link = element(
        'a',
        { href: topUrl(target) },
        element('b', {}, ticket.number),
        element('span', { class: 'state' }, ticket.state),
        element('span', { class: 'text' }, ticket.title),
      );
      link.addEventListener('click', (event) => {
        event.preventDefault();
        open(target);
      });
      list.append(element('li', {}, link));
    }
    return element('aside', { class: 'sidebar' }, element('h2', {}, 'Tickets'), list);
  }

  const frame = element('iframe', {
    id: 'gsft_main',
    name: 'gsft_main',
    title: 'Main Content',
    src: local(boot.target || 'home.do'),
  });
  let replaying = true;

  // The frame goes first; the address bar follows a moment after it has loaded.
  function open(target) {
    frame.contentWindow.location.replace(local(target));
  }
  frame.addEventListener('load', () => {
    const at = frame.contentWindow.location;
    const target = at.pathname.slice(1) + at.search;
    document.title = frame.contentDocument.title || 'ServiceNow';
    if (replaying) {
      replaying = false;
      return;
    }
    setTimeout(() => {
      if (location.pathname + location.search !== topUrl(target))
        history.pushState({ target }, '', topUrl(target));
    }, 250);
  });
  window.addEventListener('popstate', (event) => {
    const target = event.state && event.state.target ? event.state.target : boot.target || 'home.do';
    replaying = true;
    open(target);
  });

  if (boot.shadow) {
    const host = document.querySelector('macroponent-f51912f4c700201072b211d4d8c26010');
    const layout = element('sn-polaris-layout', {});
    const outer = element('div', {});
    outer.append(element('sn-canvas-appshell-root', {}, element('sn-canvas-appshell-layout', {}, layout)));
    shadowOf(host).append(outer);
    const polaris = shadowOf(layout);
    polaris.append(
      element(
        'div',
        { class: 'sn-polaris-layout polaris-enabled' },
        header(),
        element(
          'div',
          { class: 'layout-main' },
          sidebar(open),
          element('div', { class: 'content-area' }, frame),
        ),
      ),
    );
  } else {
    document
      .getElementById('shell-root')
      .append(
        header(),
        element(
          'div',
          { class: 'layout-main' },
          sidebar(open),
          element('div', { class: 'content-area' }, frame),
        ),
      );
  }
})();
