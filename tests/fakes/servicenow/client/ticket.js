// A record in the portal, as the widgets of its page draw it: fields, header, form and conversation.
(function () {
  /** AngularJS leaves the directives and the classes of its bindings in the page. */
  function widget(element, sysId, ...children) {
    return element(
      'div',
      { id: 'x' + sysId, class: 'v' + sysId + ' ng-scope ng-isolate-scope', widget: 'widget' },
      ...children,
    );
  }

  function conversation(view, element) {
    const entries = view.entries.map((entry) =>
      element(
        'li',
        { class: 'timeline-item ng-scope', 'ng-repeat': 'item in mergedEntries' },
        element('div', { class: 'timeline-badge' }, element('span', { class: 'avatar' }, entry.initials)),
        element(
          'div',
          { class: 'timeline-panel' },
          element(
            'div',
            { class: 'timeline-heading' },
            element('h4', { class: 'timeline-title ng-binding' }, entry.author),
            element(
              'p',
              {},
              element(
                'small',
                { class: 'text-muted' },
                element('sn-time-ago', {}, element('time', { title: entry.at }, entry.at)),
                ' • ',
                element('span', { class: 'ng-binding' }, entry.sort),
              ),
            ),
          ),
          element(
            'div',
            { class: 'timeline-body' },
            element('p', { 'ng-bind-html': 'item.value', class: 'ng-binding' }, entry.text),
          ),
        ),
      ),
    );
    return widget(
      element,
      '85357f52cb30020000f8d856634c9c24',
      element(
        'div',
        { class: 'panel panel-default b' },
        element(
          'div',
          { class: 'panel-heading' },
          element('h2', { class: 'panel-title ng-binding' }, 'Activity'),
        ),
        element('textarea', {
          id: 'post-input',
          class: 'form-control no-resize overflow-hidden',
          'ng-model': 'data.journalEntry',
          placeholder: 'Type your message here...',
          'aria-label': 'Type your message here',
        }),
        element(
          'ul',
          { class: 'timeline' },
          ...entries,
          element(
            'li',
            { class: 'timeline-item ng-scope' },
            element(
              'div',
              { class: 'timeline-panel' },
              element(
                'div',
                { class: 'timeline-heading' },
                element('h4', { class: 'timeline-title' }, view.number + ' Created'),
              ),
            ),
          ),
        ),
      ),
    );
  }

  const shown = (view, ...names) =>
    view.fields.filter((field) => names.includes(field.name) && field.display !== '');
  const display = (view, name) => shown(view, name)[0]?.display ?? '';

  /** `id=ticket`: a panel of labels and values. */
  function ticketFields(view, element) {
    const rows = view.fields
      .filter((field) => field.display !== '' && field.type !== 'html')
      .map((field) =>
        element(
          'div',
          { class: 'm-b ng-scope', 'ng-repeat': 'field in data.fields' },
          element('label', { class: 'm-n ng-binding' }, field.label),
          element('div', { class: 'ng-binding' }, field.display),
        ),
      );
    return widget(
      element,
      '9ee37281d7033100a9ad1e173e24d457',
      element(
        'div',
        { class: 'panel b' },
        element(
          'div',
          { class: 'panel-heading' },
          element('h1', { class: 'panel-title ng-binding' }, view.title),
        ),
        element('div', { class: 'panel-body' }, ...rows),
      ),
    );
  }

  /** The header of the standard ticket page: title, number, some fields, and the description below. */
  function standardHeader(view, element) {
    const fields = shown(view, 'opened_at', 'state', 'priority').map((field) =>
      element(
        'div',
        { class: 'header-field ng-scope', 'ng-repeat': 'field in data.headerFields' },
        element('div', { class: 'text-muted ng-binding' }, field.label),
        element('div', { class: 'ng-binding' }, field.display),
      ),
    );
    return widget(
      element,
      'd4c0ee3edb32330076173b4a2f961927',
      element(
        'div',
        { class: 'ticket-header-container' },
        element('h1', { class: 'ng-binding', 'ng-bind': '::data.title' }, view.title),
        element(
          'div',
          { class: 'header-field' },
          element('div', { class: 'text-muted' }, 'Number'),
          element('div', { class: 'ng-binding', 'ng-bind': '::data.number.display_value' }, view.number),
        ),
        ...fields,
        element(
          'div',
          { class: 'ticket-desc ng-binding', 'ng-bind-html': '::data.description' },
          display(view, 'description'),
        ),
      ),
    );
  }

  /** `id=form`: the record's own form, with AngularJS controls. */
  function portalForm(view, element) {
    const rows = view.fields.map((field) => {
      const id = 'sp_formfield_' + field.name;
      const isLong = field.name === 'description';
      const control = element(isLong ? 'textarea' : 'input', {
        id,
        name: field.name,
        class: 'form-control ng-pristine ng-valid',
        'ng-model': 'fieldValue',
        ...(isLong ? {} : { value: field.display }),
      });
      if (isLong) control.textContent = field.display;
      return element(
        'div',
        { class: 'form-group ng-scope' },
        element('label', { for: id, class: 'field-label' }, field.label),
        control,
      );
    });
    return widget(
      element,
      'fd1f4ec347730200ba13a5554ee490c0',
      element('sp-model', { class: 'ng-isolate-scope' }, ...rows),
    );
  }

  window.acmeDrawTicket = function (view, page, element) {
    const heads = { ticket: ticketFields, form: portalForm };
    const head = heads[page] ?? standardHeader;
    return element(
      'sp-page-row',
      { class: 'ng-scope' },
      element(
        'div',
        { class: 'row' },
        element('div', { class: 'col-md-8 ng-scope' }, head(view, element), conversation(view, element)),
      ),
    );
  };
})();
