import { badQuery } from './instance';

/** The value of `'O''Brien'`; anything that is no such literal is refused. */
export function odataStringOf(literal: string): string {
  const [, inner] = /^'((?:[^']|'')*)'$/s.exec(literal) ?? [];
  if (inner === undefined) throw badQuery('The expression is not a valid string literal.');
  return inner.replaceAll("''", "'");
}

/** The columns of `$select` and `$expand`, as SharePoint takes them: unknown ones and unexpanded ones are refused. */
export function selectFields(
  all: Readonly<Record<string, unknown>>,
  params: URLSearchParams,
  byDefault: readonly string[],
): Record<string, unknown> {
  const listOf = (name: string) => (params.get(name) ?? '').split(',').filter((part) => part !== '');
  const expanded = new Set(listOf('$expand'));
  const selected = listOf('$select');
  const names =
    selected.length === 0 ? byDefault : selected.flatMap((name) => (name === '*' ? byDefault : [name]));
  const fields: Record<string, unknown> = {};
  for (const name of names) {
    const [head = '', member] = name.split('/');
    if (!Object.hasOwn(all, head)) throw badQuery(`The field or property '${head}' does not exist.`);
    const value = all[head];
    if (member === undefined) fields[head] = value;
    else if (!expanded.has(head))
      throw badQuery(`The query to field '${name}' is not valid. The $expand query string must specify it.`);
    else fields[head] = { ...(fields[head] as object), [member]: (value as Record<string, unknown>)[member] };
  }
  return fields;
}
