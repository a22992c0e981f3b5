// Builds the page from data, as pages do that a framework draws in the browser.
const app = document.querySelector('#app');
fetch(app.dataset.source, { credentials: 'same-origin' })
  .then((answer) => answer.json())
  .then(({ title, html }) => {
    document.title = `${title} | Acme Intranet`;
    app.innerHTML = `<article><h1></h1><div class="article-body">${html}</div></article>`;
    app.querySelector('h1').textContent = title;
  });
