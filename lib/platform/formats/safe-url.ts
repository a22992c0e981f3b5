/** Longer ones are left out: no person wrote them. */
const MAX_URL = 2000;

/** RFC 3986's characters, less those that end an address in one markup or another: quotes, brackets, bars, spaces. */
const PLAIN_URL = /^[\w\-.~:/?#@!$&()*+,;=%]+$/;

/**
 * A web or mail address as a link may hold it, null for every other scheme and what is no address. Comes back as
 * written where that is safe in every markup, percent-encoded otherwise; the same for its own result.
 */
export function safeUrl(raw: string, baseUrl?: string): string | null {
  const trimmed = raw.trim();
  if (trimmed === '' || trimmed.length > MAX_URL || !URL.canParse(trimmed, baseUrl)) return null;
  const url = new URL(trimmed, baseUrl);
  if (url.protocol !== 'http:' && url.protocol !== 'https:' && url.protocol !== 'mailto:') return null;
  if (/^(?:https?:\/\/|mailto:)/i.test(trimmed) && PLAIN_URL.test(trimmed)) return trimmed;
  const encoded = url.href.replace(
    /[^\w\-.~:/?#@!$&()*+,;=%]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  // A bracketed IPv6 host does not survive this, and is no longer an address.
  return encoded.length <= MAX_URL && URL.canParse(encoded) ? encoded : null;
}
