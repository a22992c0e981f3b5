/** True for furniture: what stands around the text on every page. */
export type IsFurniture = (element: Element) => boolean;

/** How often the text below an element is measured: a page that names everything furniture must not hold anybody up. */
const MOST_LOOKS = 1_000;

const furnitureTags: ReadonlySet<string> = new Set(['NAV', 'FOOTER', 'DIALOG', 'MENU']);
const furnitureRoles =
  /^(?:navigation|banner|contentinfo|complementary|search|dialog|alertdialog|menu|menubar|toolbar|doc-toc|tooltip)$/;
/** Words of a class or id that name furniture, and words that themes put around them: "site-nav", "related-posts". */
const furnitureWords = wordSet(
  'nav navbar navigation menu submenu megamenu breadcrumb breadcrumbs crumb crumbs cookie cookies cookieconsent consent ' +
    'gdpr onetrust sidebar aside pagination pager share sharing sharedaddy social related recommended recommendations ' +
    'newsletter subscribe comment comments respond disqus feedback toc tableofcontents skip skiplink footer masthead topbar ' +
    'toolbar modal popup toast advert advertisement promo likes rating',
);
const wordsAround = wordSet(
  'site main page global top bottom left right side post entry article primary secondary user block widget widgets js c o m ' +
    'bar bars list lists link links box container wrapper wrap inner area section panel region button buttons icon icons ' +
    'posts articles pages item items content banner notice message overlay form header heading wp to',
);
/** Marks beside headings; the same words on a heading itself are the heading. */
const headingMarks =
  /(?:^|\s)(?:headerlink|hash-link|heading-anchor|header-anchor|anchor|anchorjs-link|anchor-link)(?:\s|$)/;

/**
 * What counts as furniture on this page. A name alone never hides the page's heading, its main part or half of its
 * text: themes also write "with-sidebar" on the whole.
 */
export function furnitureOf(document: Document): IsFurniture {
  let most = -1;
  let looks = 0;
  const isWhole = (element: Element) => {
    looks += 1;
    if (looks > MOST_LOOKS) return true;
    if (most < 0) most = visibleLength(document) / 2;
    return (
      (element.textContent ?? '').length > most || element.querySelector('h1, main, [role="main"]') !== null
    );
  };
  return (element) => {
    const tag = element.tagName.toUpperCase();
    if (furnitureTags.has(tag)) return true;
    if (looks <= MOST_LOOKS && isDeck(element) && !isWhole(element)) return true;
    if (!element.hasAttributes() && tag !== 'ASIDE' && tag !== 'FORM' && tag !== 'HEADER') return false;
    const role = element.getAttribute('role');
    if (role !== null && furnitureRoles.test(role)) return !isWhole(element);
    if (tag === 'ASIDE') return !isCallOut(element);
    if (tag === 'FORM') return !isWhole(element) && (element.textContent ?? '').length < 1_500;
    if (tag === 'HEADER' && element.parentElement === document.body) return !isWhole(element);
    const names = `${element.getAttribute('class') ?? ''} ${element.id}`.trim();
    if (names === '' || names.length > 500) return false;
    if (tag === 'A' && headingMarks.test(names)) return true;
    return names.split(/\s+/).some(namesFurniture) && !isWhole(element);
  };
}

/** Scripts hold text too, often more of it than the page. */
function visibleLength({ body }: Document): number {
  const length = (element: Element | null) => (element?.textContent ?? '').length;
  const unseen = [...(body?.querySelectorAll('script, style, noscript, template') ?? [])];
  return unseen.reduce((left, element) => left - length(element), length(body));
}

/** Three or more cards, each a few words under a heading that leads to another page: teasers, whatever they are called. */
function isDeck({ children }: Element): boolean {
  if (children.length < 3 || children.length > 60) return false;
  let cards = 0;
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    if (child && isCard(child)) cards += 1;
    // The deck's own heading and a link to more stand among its cards.
    else if (index + 1 - cards > 2) return false;
  }
  return cards >= 3;
}

function isCard(element: Element): boolean {
  if (element.childElementCount === 0 || /^(?:P|H[1-6]|TABLE|TR|PRE)$/i.test(element.tagName)) return false;
  const heading = 'h2 a[href], h3 a[href], h4 a[href], h5 a[href], a[href] h2, a[href] h3, a[href] h4';
  const link = element.querySelector(heading);
  const href = (link?.closest('a') ?? link)?.getAttribute('href') ?? '#';
  return !href.startsWith('#') && (element.textContent ?? '').length < 400;
}

/** Every word of the name is known, and one of them says what it is: "cookie-banner", never "cookie-recipe". */
function namesFurniture(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_]+/)
    .filter((word) => word !== '');
  return (
    words.some((word) => furnitureWords.has(word)) &&
    words.every((word) => furnitureWords.has(word) || wordsAround.has(word) || /^\d+$/.test(word))
  );
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** Generators of documentation write their notes and warnings as asides; those inside the text are few words and few links. */
function isCallOut(aside: Element): boolean {
  const text = (aside.textContent ?? '').trim().length;
  const links = [...aside.querySelectorAll('a')].reduce(
    (sum, link) => sum + (link.textContent ?? '').length,
    0,
  );
  const names = `${aside.getAttribute('class') ?? ''} ${aside.id}`;
  const inText = aside.closest('article, main, [role="main"]') !== null;
  const named = names.split(/\s+/).some(namesFurniture);
  return inText && !named && text < 1_200 && links * 3 < text;
}
