/** What owners call a page that should not be followed any more, as labels, categories and templates have it. */
const outdatedWords =
  'outdated|out[ _-]of[ _-]date|obsolete|deprecated|archived?|superseded|retired|stale|veraltet|überholt|obsol[eè]te|périmée?';
const draftWords = 'draft|work[ _-]in[ _-]progress|wip|entwurf|brouillon';

/** The word alone or with what it marks ("Outdated pages", "archived-2024"), never as part of a subject ("Archive storage"). */
function marker(words: string): RegExp {
  return new RegExp(
    `^(?:pages? )?(?:${words})(?:[ _-](?:pages?|articles?|content|docs?|documentation|seiten?|\\d.*))?$`,
    'iu',
  );
}
const outdatedMarker = marker(outdatedWords);
const draftMarker = marker(draftWords);

/** True when one of the names marks its page as outdated. */
export function marksOutdated(names: readonly string[]): boolean {
  return names.some((name) => outdatedMarker.test(name.trim()));
}

/** True when one of the names marks its page as not finished. */
export function marksDraft(names: readonly string[]): boolean {
  return names.some((name) => draftMarker.test(name.trim()));
}
