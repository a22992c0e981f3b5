// The single-page application: follows links below /wiki by itself. The address moves at once, the page a little later,
// and the head stays that of the first page.
(() => {
  const root = document.querySelector('#confluence-ui');
  const delay = Number(root.dataset.switchDelay ?? 0);
  let turn = 0;

  async function show(url) {
    turn += 1;
    const mine = turn;
    const [answer] = await Promise.all([
      // A sign-in on another host cannot be fetched: the browser goes there itself.
      fetch(url, { credentials: 'same-origin' }).catch(() => null),
      new Promise((resolve) => setTimeout(resolve, delay)),
    ]);
    const text = answer ? await answer.text() : '';
    const next = new DOMParser().parseFromString(text, 'text/html');
    const layout = next.querySelector('#confluence-ui .layout');
    if (mine !== turn) return;
    if (!layout) {
      location.assign(url);
      return;
    }
    if (answer.redirected) history.replaceState({}, '', answer.url);
    document.querySelector('#confluence-ui .layout').replaceWith(document.importNode(layout, true));
    document.title = next.title;
    window.scrollTo(0, 0);
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey) return;
    const url = new URL(link.href, location.href);
    const isOurs = url.origin === location.origin && url.pathname.startsWith('/wiki/');
    if (!isOurs || link.hasAttribute('data-own-page')) return;
    event.preventDefault();
    history.pushState({}, '', url);
    void show(url);
  });
  window.addEventListener('popstate', () => void show(new URL(location.href)));

  // A page that never rests, for tests of what sits beside it.
  if (document.body.dataset.acmeHostile === 'flood') {
    setInterval(() => {
      const target = document.querySelector('.ak-renderer-document') ?? document.body;
      for (let index = 0; index < 50; index += 1) {
        const node = document.createElement('span');
        node.className = 'acme-flood';
        node.textContent = `${performance.now()} `;
        target.append(node);
      }
      for (const old of [...document.querySelectorAll('.acme-flood')].slice(0, -200)) old.remove();
    }, 10);
  }
})();
