/** What a hostile or broken server may put where another value was. */
const strangers: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e21,
  '',
  ' ',
  'x',
  '\uD800',
  '..',
  '/../../x',
  '//evil.example/x',
  '.evil.example/x',
  '@evil.example/x',
  'javascript:alert(1)',
  'https://evil.example/x',
  '2026-13-45T99:99:99.000+0000',
  '+999999-01-01T00:00:00Z',
  '%E0%A4%A',
  'a'.repeat(300),
  [],
  [null],
  {},
  { __proto__: null, constructor: 1 },
  [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]],
];

type Holder = unknown[] | Record<string, unknown>;

/** One member of a JSON text, anywhere in it, taken out or put in place of by something else. */
export function mutateJson(text: string, random: () => number): string {
  const root: { answer: unknown } = { answer: JSON.parse(text) };
  const places = placesIn(root);
  const place = pick(places, random);
  if (!place) return text;
  const { holder, key } = place;
  const isTaken = random() < 0.3;
  if (Array.isArray(holder)) {
    if (isTaken) holder.splice(Number(key), 1);
    else holder[Number(key)] = pick(strangers, random);
  } else if (isTaken && holder !== root) delete holder[key];
  else holder[key] = pick(strangers, random);
  return JSON.stringify(root.answer) ?? 'null';
}

function placesIn(root: Holder): { holder: Holder; key: string }[] {
  const places: { holder: Holder; key: string }[] = [];
  const open: Holder[] = [root];
  for (let holder = open.pop(); holder; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key });
      if (isHolder(value)) open.push(value);
    }
  }
  return places;
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

/** A page or XML with a piece missing, twice, cut off, or with a value of an attribute or text replaced. */
export function mutateText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * Math.min(2_000, text.length));
  const value = String(
    pick(
      strangers.filter((each) => typeof each === 'string' || typeof each === 'number'),
      random,
    ),
  );
  const next = (pattern: RegExp) => {
    const found = pattern.exec(text.slice(at));
    return found
      ? text.slice(0, at + found.index) + value + text.slice(at + found.index + found[0].length)
      : text;
  };
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at + length) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return next(/<[^<>]*>/);
    case 4:
      return next(/(?<=["'])[^"'<>]{1,200}(?=["'])/);
    default:
      return next(/(?<=>)[^<>]{1,200}(?=<)/);
  }
}

export function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}
