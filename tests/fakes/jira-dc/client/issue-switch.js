// The list of the split view: another issue is selected without loading a page.
(() => {
  const { issueUrl, listUrl, contextPath } = document.body.dataset;
  const container = document.querySelector('.issue-container');
  let running = null;

  const keyInUrl = () => {
    const [before, after] = new URL(issueUrl, location.href).pathname.split('KEY');
    const path = location.pathname;
    const fits = path.startsWith(before) && path.endsWith(after);
    return fits ? path.slice(before.length, path.length - after.length) : '';
  };

  const show = async (key) => {
    running?.abort();
    running = new AbortController();
    for (const row of document.querySelectorAll('.issue-list li')) {
      row.classList.toggle('focused', row.dataset.key === key);
    }
    container.classList.add('loading');
    const query = new URLSearchParams({ issueKey: key, decorator: 'none' });
    const address = `${contextPath}/secure/AjaxIssueAction!default.jspa?${query}`;
    try {
      const response = await fetch(address, { signal: running.signal });
      const answer = await response.json();
      container.innerHTML = response.ok
        ? answer.html
        : '<div class="issue-error">The issue could not be loaded.</div>';
      if (response.ok) document.title = `[${answer.issue.key}] ${answer.issue.summary} - ACME Jira`;
      container.classList.remove('loading');
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('.splitview-issue-link');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    history.pushState({ key: link.dataset.issueKey }, '', issueUrl.replace('KEY', link.dataset.issueKey));
    void show(link.dataset.issueKey);
  });

  addEventListener('popstate', () => {
    const key = keyInUrl();
    if (key) void show(key);
    else location.assign(listUrl);
  });
})();
