/**
 * The string that an inline script gives a key, as products write their page's facts there. It is script, not JSON:
 * the key may stand without quotes, and the value may hold script escapes. Null when the key has no string.
 */
export function stringInScript(script: string, key: string): string | null {
  const pattern = new RegExp(
    `(?<![\\w$\\\\])["']?${key}["']?\\s*:\\s*(["'])((?:(?!\\1)[^\\\\\\n]|\\\\.)*)\\1`,
  );
  const [, , raw] = pattern.exec(script) ?? [];
  return raw === undefined ? null : unescapeScript(raw);
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeScript(raw: string): string {
  return raw.replace(
    /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi,
    (_, unit?: string, byte?: string, letter?: string) => {
      const code = unit ?? byte;
      return code === undefined
        ? (letters[letter ?? ''] ?? letter ?? '')
        : String.fromCharCode(parseInt(code, 16));
    },
  );
}
