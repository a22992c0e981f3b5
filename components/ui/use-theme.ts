import { useLayoutEffect } from 'react';

/** Puts the chosen theme on the document, where the tokens read it; nothing there means as the system. */
export function useTheme(root: HTMLElement, theme: 'system' | 'light' | 'dark'): void {
  useLayoutEffect(() => {
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
  }, [root, theme]);
}
