// g_form as far as scripts in the page use it, and the switch between comments and work notes.
(function () {
  const form = document.querySelector('form.form_body');
  if (!form) return;
  const table = form.elements.sys_target.value;
  const control = (name) => {
    const journal = document.querySelector('[data-stream-text-input="' + name + '"]');
    return journal || document.getElementById(table + '.' + name);
  };

  window.g_form = {
    getTableName: () => table,
    getUniqueValue: () => form.elements.sys_uniqueValue.value,
    isNewRecord: () => form.elements.sys_row.value === '-1',
    getControl: control,
    getValue: (name) => (control(name) ? control(name).value : ''),
    isReadOnly: (name) => document.getElementById('sys_readonly.' + table + '.' + name) !== null,
    setValue(name, value) {
      const target = control(name);
      if (!target) return;
      target.value = value;
      target.dispatchEvent(new Event('input', { bubbles: true }));
      target.dispatchEvent(new Event('change', { bubbles: true }));
    },
  };

  const toggle = document.querySelector('[name="work_notes-journal-checkbox"]');
  const box = document.getElementById('activity-stream-textarea');
  if (toggle && box) {
    toggle.addEventListener('change', () => {
      const name = toggle.checked ? 'work_notes' : 'comments';
      const label = toggle.checked ? 'Work notes' : 'Additional comments (Customer visible)';
      box.name = table + '.' + name;
      box.dataset.streamTextInput = name;
      box.setAttribute('aria-label', label);
      box.placeholder = label;
      box.closest('.journal').className = 'journal journal-' + name;
    });
  }
})();
