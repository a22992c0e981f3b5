import type { ReadableNode } from '../html-shape';
import { element, textNode } from './tree';

/** An open element of storage format: what has been read of it so far. */
export class StorageFrame {
  readonly children: ReadableNode[] = [];
  /** Of a macro: its parameters by name, the nameless one by ''. */
  readonly parameters = new Map<string, string>();
  /** What the resource identifier inside names: a page's title, a file, an address, a user. */
  target: { readonly kind: string; readonly name: string; readonly space: string } | null = null;
  /** The text of everything inside, parameters apart. */
  text = '';
  /** A macro's body that is no markup. */
  plainBody: string | null = null;
  taskStatus = '';

  constructor(
    readonly name: string,
    readonly attributes: ReadonlyMap<string, string>,
  ) {}

  attribute(name: string): string {
    return this.attributes.get(name) ?? '';
  }

  parameter(name: string): string {
    return this.parameters.get(name)?.trim() ?? '';
  }

  add(...nodes: ReadableNode[]): void {
    for (const node of nodes) this.children.push(node);
  }

  addText(text: string): void {
    if (text === '') return;
    this.children.push(textNode(text));
    this.text += text;
  }

  /** The content goes on in the element around it. */
  spillInto(parent: StorageFrame): void {
    parent.add(...(this.children.length > 1 ? [element('span', this.children)] : this.children));
    parent.text += this.text;
  }
}
