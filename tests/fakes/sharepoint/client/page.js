/* Draws a modern page the way the product does: header first, text parts, then the late web parts. Links to other
   modern pages of the same site are followed in place. */
(() => {
  const region = document.getElementById('spPageChromeAppDiv');
  const siteOf = (path) => (/^\/(?:sites|teams)\/[^/]+/i.exec(path) || [''])[0].toLowerCase();

  const control = (html, isLate) => {
    const box = document.createElement('div');
    box.dataset.automationId = 'CanvasControl';
    box.className = 'ControlZone';
    const fill = () => {
      const inner = document.createElement('div');
      if (!html.startsWith('<div data-automation-id')) inner.dataset.automationId = 'textBox';
      inner.innerHTML = html;
      box.append(inner);
    };
    if (isLate) setTimeout(fill, 250);
    else fill();
    return box;
  };

  const draw = ({ title, parts }) => {
    document.title = title;
    const header = document.createElement('div');
    header.dataset.automationId = 'pageHeader';
    const heading = document.createElement('div');
    heading.dataset.automationId = 'TitleTextId';
    heading.id = 'title_text';
    heading.setAttribute('role', 'heading');
    heading.textContent = title;
    header.append(heading);
    const canvas = document.createElement('div');
    canvas.id = 'spPageCanvasContent';
    canvas.dataset.automationId = 'Canvas';
    parts.forEach((html) => canvas.append(control(html, html.startsWith('<div data-automation-id'))));
    const comments = document.createElement('div');
    comments.id = 'CommentsWrapper';
    comments.dataset.automationId = 'CommentsWrapper';
    comments.innerHTML = '<h2>Comments</h2><div contenteditable="true" aria-label="Add a comment"></div>';
    region.replaceChildren(header, canvas, comments);
  };

  const dataOf = (root) => {
    const script = root.getElementById('acme-page');
    return script && JSON.parse(script.textContent);
  };

  const open = async (path) => {
    const answer = await fetch(path, { credentials: 'same-origin' });
    const data = dataOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    if (data) draw(data);
    else location.assign(path);
  };

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (!link || link.origin !== location.origin) return;
    const isModern = /\/sitepages\/[^?]+\.aspx$/i.test(decodeURI(link.pathname));
    if (!isModern || siteOf(link.pathname) !== siteOf(location.pathname)) return;
    event.preventDefault();
    history.pushState({}, '', link.href);
    open(link.pathname);
  });
  addEventListener('popstate', () => open(location.pathname));

  setTimeout(() => draw(dataOf(document)), 120);
  if (document.body.dataset.acmeHostile === 'flood') {
    setInterval(() => {
      const canvas = document.getElementById('spPageCanvasContent');
      if (canvas) canvas.dataset.tick = String(Date.now());
    }, 5);
  }
})();
