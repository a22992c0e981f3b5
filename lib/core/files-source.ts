/**
 * Files that somebody added stand beside the sources under an id of their own. They belong to this browser profile, not
 * to a signed-in user, and have no address: nobody confirms them and nobody takes them back.
 */
export const FILES_SOURCE_ID = 'files';
export const FILES_SOURCE_NAME = 'Imported files';
/** In place of a signed-in user. */
export const FILES_USER_ID = 'local';

/** Whether a document was imported by hand. */
export function isFile({ sourceId }: { sourceId: string }): boolean {
  return sourceId === FILES_SOURCE_ID;
}
