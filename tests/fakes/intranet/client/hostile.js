// A page that never rests, for tests of what sits beside it.
(() => {
  if (document.body.dataset.acmeHostile !== 'flood') return;
  let round = 0;
  const target = document.querySelector('.article-body') ?? document.body;
  setInterval(() => {
    round += 1;
    for (let index = 0; index < 50; index += 1) {
      const node = document.createElement('span');
      node.className = 'acme-flood';
      node.textContent = `${round}.${index} `;
      target.append(node);
    }
    for (const old of [...document.querySelectorAll('.acme-flood')].slice(0, -200)) old.remove();
    document.documentElement.setAttribute('data-round', String(round));
    if (round % 20 === 0) document.title = `(${round}) ${document.title.replace(/^\(\d+\) /, '')}`;
    if (round % 50 === 0) history.replaceState({ round }, '', location.href);
  }, 10);
})();
