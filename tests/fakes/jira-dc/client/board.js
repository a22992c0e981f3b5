// The board: a card opens its issue in the column at the right, without loading a page.
(() => {
  const { contextPath } = document.body.dataset;
  const detail = document.querySelector('#ghx-detail-view');
  let running = null;

  const select = (key) => {
    for (const card of document.querySelectorAll('.ghx-issue')) {
      card.classList.toggle('ghx-selected', card.dataset.issueKey === key);
    }
  };

  const open = async (key) => {
    running?.abort();
    running = new AbortController();
    select(key);
    detail.hidden = false;
    detail.classList.add('loading');
    const query = new URLSearchParams({ issueKey: key, decorator: 'none', board: 'true' });
    const address = `${contextPath}/secure/AjaxIssueAction!default.jspa?${query}`;
    try {
      const response = await fetch(address, { signal: running.signal });
      const answer = await response.json();
      detail.innerHTML = response.ok ? answer.html : '<p>The issue could not be loaded.</p>';
      detail.classList.remove('loading');
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  };

  const close = () => {
    running?.abort();
    detail.hidden = true;
    detail.replaceChildren();
  };

  const push = (key, isDetail) => {
    const url = new URL(location.href);
    url.searchParams.set('selectedIssue', key);
    if (isDetail) url.searchParams.set('view', 'detail');
    else url.searchParams.delete('view');
    history.pushState({}, '', url);
  };

  document.addEventListener('click', (event) => {
    if (event.target.closest('.ghx-detail-close')) {
      push(new URL(location.href).searchParams.get('selectedIssue') ?? '', false);
      close();
      return;
    }
    const card = event.target.closest('.ghx-issue');
    if (!card || event.target.closest('a')) return;
    push(card.dataset.issueKey, true);
    void open(card.dataset.issueKey);
  });

  addEventListener('popstate', () => {
    const { searchParams } = new URL(location.href);
    const key = searchParams.get('selectedIssue');
    select(key);
    if (key && searchParams.get('view') === 'detail') void open(key);
    else close();
  });
})();
