import { hostileText, type HostileMode } from '../atlassian/hostile';

/** What a wiki page says of itself. */
export interface WikiView {
  title: string;
  pageId: number;
  revisionId: number;
  currentRevisionId: number;
  html: string;
  lang: string;
  dir: 'ltr' | 'rtl';
}

/** Bends a page's word about itself; `flood` is done by a script in the page. */
export function bent(view: WikiView, mode: HostileMode | null): WikiView {
  switch (mode) {
    case 'lie':
      return { ...view, title: 'Password rules (new)', pageId: 99_999, html: hostileText.lieHtml };
    case 'huge':
      return { ...view, html: `<p>${hostileText.paragraph}</p>\n`.repeat(40_000) };
    case 'rtl':
      return { ...view, title: hostileText.rtlTitle, html: hostileText.rtlHtml, lang: 'ar', dir: 'rtl' };
    case 'notitle':
      return { ...view, title: '' };
    default:
      return view;
  }
}
