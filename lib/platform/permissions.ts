/** The part of `chrome.permissions` that is used; requests must come from a click, so the caller passes it through. */
export interface PermissionsApi {
  contains(permissions: { origins: string[] }): Promise<boolean>;
}

/** Whether the browser lets the extension read and fetch from this match pattern. */
export function isAllowed(permissions: PermissionsApi, pattern: string): Promise<boolean> {
  return permissions.contains({ origins: [pattern] });
}
