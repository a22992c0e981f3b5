import { useLayoutEffect, useRef, useState } from 'react';

/**
 * Whether an element's content is taller than the room its own style gives it. Once it was, it stays so until
 * `contentKey` changes: unfolding it must not take away the button that folds it again.
 */
export function useOverflow<E extends HTMLElement>(contentKey: string) {
  const ref = useRef<E>(null);
  const [found, setFound] = useState<string | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      if (element.scrollHeight > element.clientHeight + 4) setFound(contentKey);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [contentKey]);
  return { ref, overflows: found === contentKey };
}
