// Flavours of a page that means harm, as far as they take a script: asked for by tests only.
(function () {
  const mode = document.body.dataset.acmeHostile;

  /** Changes the page, its address and its messages without end. */
  function flood() {
    const noise = document.createElement('div');
    noise.hidden = true;
    document.body.append(noise);
    let count = 0;
    setInterval(() => {
      for (let index = 0; index < 100; index += 1) {
        const node = document.createElement('span');
        node.textContent = 'INC' + String(1000000 + count++);
        noise.append(node);
        if (noise.childElementCount > 500) noise.firstChild.remove();
        window.postMessage({ type: 'page:reading', count }, '*');
      }
      if (count % 1000 === 0) history.replaceState({}, '', location.pathname + location.search + '#' + count);
    }, 10);
  }

  /** Puts the whole page sixty open shadow roots deep. */
  function bury() {
    const content = document.createDocumentFragment();
    content.append(...[...document.body.childNodes].filter((node) => node.nodeName !== 'SCRIPT'));
    let at = document.body;
    for (let depth = 0; depth < 60; depth += 1) {
      const host = document.createElement('acme-layer');
      at.append(host);
      at = host.attachShadow({ mode: 'open' });
    }
    at.append(content);
  }

  if (mode === 'flood') flood();
  if (mode === 'deepshadow') bury();
})();
