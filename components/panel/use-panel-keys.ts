import { useEffect, useRef, type RefObject } from 'react';

export interface PanelKeys {
  onCopy(): void;
  onRefresh(): void;
  onHelp(): void;
}

/** Single keys for the panel, heard only while it has the focus and nobody is typing or choosing in a menu. */
export function usePanelKeys(root: RefObject<HTMLElement | null>, keys: PanelKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const { ownerDocument } = element;
    const listener = (event: KeyboardEvent) => {
      if (isElsewhere(event) || !press(event.key, element, latest.current)) return;
      event.preventDefault();
    };
    ownerDocument.addEventListener('keydown', listener);
    return () => ownerDocument.removeEventListener('keydown', listener);
  }, [root]);
}

const busy = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"]';

function isElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return true;
  const target = event.target;
  // A press inside a menu or dialog, or in a field, belongs to it.
  return target !== null && 'closest' in target && (target as Element).closest(busy) !== null;
}

/** Does what a key says; false for a key that means nothing here. */
function press(key: string, root: HTMLElement, keys: PanelKeys): boolean {
  switch (key) {
    case 'j':
      return move(root, 1);
    case 'k':
      return move(root, -1);
    case 'o':
      return openCurrent(root);
    case 'c':
      keys.onCopy();
      return true;
    case 'r':
      keys.onRefresh();
      return true;
    case '?':
      keys.onHelp();
      return true;
    case 'Escape':
      return leave(root);
    default:
      return false;
  }
}

/** Focus to the next or previous result's title; from outside the results to the first or last one. */
function move(root: HTMLElement, step: 1 | -1): boolean {
  const results = [...root.querySelectorAll('[data-result]')];
  if (results.length === 0) return false;
  const current = results.findIndex((result) => result.contains(root.ownerDocument.activeElement));
  const start = current === -1 && step === -1 ? results.length : current;
  const next = Math.min(Math.max(start + step, 0), results.length - 1);
  results[next]?.querySelector<HTMLElement>('[data-result-title]')?.focus();
  return true;
}

/** Opens the citation that has the focus, or the source of the result that has it. */
function openCurrent(root: HTMLElement): boolean {
  const active = root.ownerDocument.activeElement;
  if (active === null || !root.contains(active)) return false;
  const citation = active.closest<HTMLElement>('[data-citation]');
  const opener =
    citation ?? active.closest('[data-result]')?.querySelector<HTMLElement>('button[data-result-title]');
  opener?.click();
  return opener != null;
}

/** Back to where nothing has the focus; open pop-ups close themselves before this is asked. */
function leave(root: HTMLElement): boolean {
  const active = root.ownerDocument.activeElement;
  if (active === null || active === root.ownerDocument.body || !root.contains(active)) return false;
  if ('blur' in active) (active as HTMLElement).blur();
  return true;
}
