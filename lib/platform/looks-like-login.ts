/**
 * What only a sign-in page holds. Products answer one with status 200 or 403 where an API was asked, so this is what
 * tells "signed out" from "broken" and from "not allowed". Matched against the first part of the page only, and no
 * further than a tag is long: hostile markup must not hold anybody up.
 */
const loginMarkers: readonly RegExp[] = [
  /<input[^<>]{1,1000}type\s*=\s*["']?password/i,
  /<form[^<>]{1,1000}action\s*=\s*["'][^"'<>]{0,1000}(?:log[-_]?in|sign[-_]?in|\/sso|\/saml|authenticat|j_security_check)/i,
  /\bname\s*=\s*["'](?:os_username|j_username|user_name|wpName|SAMLRequest|SAMLResponse)["']/i,
  /<meta[^<>]{1,200}http-equiv\s*=\s*["']?refresh[^<>]{1,200}url=[^<>"']{0,400}(?:log[-_]?in|sso|saml)/i,
  // ServiceNow's session-expired page and Next Experience's sign-in page
  /logout_redirect\.do|login_locate_sso\.do|\/login_with_sso\.do/i,
  // Jira and Confluence name the page in a meta or a body class
  /<meta[^<>]{1,200}name\s*=\s*["']decorator["'][^<>]{1,200}content\s*=\s*["']login/i,
  /\bid\s*=\s*["'](?:login-form|loginform|login-container)["']/i,
];

const markerWindow = 200_000;

/** True for the HTML of a sign-in page. */
export function looksLikeLogin(html: string): boolean {
  const start = html.slice(0, markerWindow);
  return loginMarkers.some((marker) => marker.test(start));
}

/** True for an answer that is markup, whatever its content type says. */
export function looksLikeMarkup(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml|!--|[a-z]+[\s>])/i.test(text.slice(0, 512));
}
