import { isElement, isUnseen } from './html-shape';

/**
 * Visits the elements a person could see below `root`, open shadow roots included, in document order. Stops after
 * `maxNodes` nodes or when `visit` answers false: a hostile or huge page costs no more than that.
 */
export function walkOpenTree(
  root: Node,
  maxNodes: number,
  visit: (element: Element) => boolean | void,
): void {
  const stack: { children: NodeListOf<ChildNode>; next: number }[] = [{ children: root.childNodes, next: 0 }];
  let nodes = 0;
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.children[top.next];
    top.next += 1;
    if (!child) {
      stack.pop();
      continue;
    }
    nodes += 1;
    if (nodes > maxNodes) return;
    if (isElement(child)) {
      const tag = child.tagName.toUpperCase();
      // Tabs in the background keep their DOM, hidden; form fields are what is looked for.
      if (isUnseen(child, tag) && tag !== 'INPUT' && tag !== 'TEXTAREA') continue;
      if (visit(child) === false) return;
      stack.push({ children: child.childNodes, next: 0 });
      if (child.shadowRoot) stack.push({ children: child.shadowRoot.childNodes, next: 0 });
    }
  }
}
