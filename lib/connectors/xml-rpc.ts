import { DesksideError } from '../core/errors';

/** A call whose parameters are all strings. http://xmlrpc.com/spec.md */
export function xmlRpcCall(method: string, parameters: readonly string[]): string {
  const values = parameters.map(
    (text) => `<param><value><string>${escapeXml(text)}</string></value></param>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>${escapeXml(method)}</methodName><params>${values.join('')}</params></methodCall>`;
}

/** Text for an element: what XML cannot hold at all becomes a space. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

export type XmlRpcResult =
  { readonly value: unknown; readonly fault: null } | { readonly value: null; readonly fault: number };

/** What a method returned, as plain values for a schema to check, or the code of its fault. Throws `bad-answer`. */
export function xmlRpcResult(xml: string, parseXml: (xml: string) => Document | null): XmlRpcResult {
  const response = parseXml(xml.trim())?.documentElement;
  const [answer] = response?.tagName === 'methodResponse' ? [...response.children] : [];
  if (answer?.tagName === 'fault') {
    const fault = plainValue(answer.children[0], 0);
    const code = isRecord(fault) ? fault.faultCode : null;
    return { value: null, fault: typeof code === 'number' ? code : 0 };
  }
  const value = answer?.tagName === 'params' ? answer.children[0]?.children[0] : undefined;
  if (value === undefined) throw new DesksideError('bad-answer', 'This is no answer to a remote call');
  return { value: plainValue(value, 0), fault: null };
}

/** No answer we ask for nests deeper than an array of structs. */
const deepest = 12;

/** Strings, numbers, booleans, arrays and objects; dates stay as they are written. */
function plainValue(value: Element | undefined, depth: number): unknown {
  if (depth > deepest) throw new DesksideError('bad-answer', 'The answer nests too deep');
  const [typed] = value?.children ?? [];
  const text = value?.textContent ?? '';
  switch (typed?.tagName) {
    case 'int':
    case 'i4':
    case 'i8':
    case 'double':
      return Number(text.trim());
    case 'boolean':
      return text.trim() === '1';
    case 'array':
      return [...(typed.children[0]?.children ?? [])].map((item) => plainValue(item, depth + 1));
    case 'struct':
      return Object.fromEntries([...typed.children].map((member) => memberOf(member, depth + 1)));
    case 'string':
      return typed.textContent ?? '';
    default:
      return text;
  }
}

function memberOf(member: Element, depth: number): [string, unknown] {
  const parts = [...member.children];
  const name = parts.find(({ tagName }) => tagName === 'name')?.textContent?.trim() ?? '';
  return [
    name,
    plainValue(
      parts.find(({ tagName }) => tagName === 'value'),
      depth,
    ),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
