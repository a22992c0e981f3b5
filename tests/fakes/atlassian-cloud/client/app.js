// The single-page application: the address changes at once, what it stands for arrives later.
(() => {
  const main = document.querySelector('#ak-main-content');
  let running = null;

  const show = async (address) => {
    running?.abort();
    running = new AbortController();
    const query = new URLSearchParams({ url: address });
    try {
      const response = await fetch(`/_app/view?${query}`, { signal: running.signal });
      if (response.status === 401) {
        location.reload();
        return;
      }
      const view = await response.json();
      document.title = view.title;
      main.innerHTML = view.html;
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  };

  const go = (address) => {
    history.pushState({}, '', address);
    void show(location.pathname + location.search);
  };

  const inApplication = (link) =>
    link.origin === location.origin &&
    link.target === '' &&
    link.dataset.ownPage === undefined &&
    /^\/(?:browse|issues|jira)(?:\/|$)/.test(link.pathname);

  const openEditor = (placeholder) => {
    const editor = document.createElement('div');
    editor.dataset.testid = 'issue.component.editor.default-editor';
    editor.innerHTML =
      '<div id="ak-editor-textarea" class="ProseMirror" contenteditable="true" role="textbox" aria-label="Main content area, start typing to enter text."><p><br></p></div>' +
      '<button type="button" data-testid="comment-save-button">Save</button> <button type="button" data-testid="comment-cancel-button">Cancel</button>';
    placeholder.replaceWith(editor);
    editor.querySelector('.ProseMirror').focus();
  };

  document.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.button !== 0) return;
    const link = event.target.closest('a[href]');
    if (link) {
      if (!inApplication(link)) return;
      event.preventDefault();
      go(link.pathname + link.search);
      return;
    }
    const tab = event.target.closest('[role="tab"]');
    if (tab) {
      for (const other of tab.parentElement.children)
        other.setAttribute('aria-selected', String(other === tab));
    }
    const placeholder = event.target.closest('[data-testid*="comment-text-area-placeholder"]');
    if (placeholder) openEditor(placeholder);
    const opener = event.target.closest('[data-open]');
    if (opener) go(opener.dataset.open);
  });

  addEventListener('popstate', () => void show(location.pathname + location.search));
  void show(location.pathname + location.search);
})();
