/** What a text must not carry to a remote endpoint, by class; the class is what its placeholder is called. */
export const redactionClasses = ['SECRET', 'EMAIL', 'NUMBER', 'PHONE', 'PERSON', 'WORD'] as const;
export type RedactionClass = (typeof redactionClasses)[number];

export interface RedactionRule {
  readonly class: RedactionClass;
  /** Global. Its first group, where it has one, is what is taken out, else the whole match. */
  readonly pattern: RegExp;
  /** Of what matched, what is meant. */
  accept?(found: string): boolean;
}

const secretWord =
  'pass(?:word|wort|code|phrase)?|pwd|kennwort|pin|puk|secret|(?:access[ _-]?|api[ _-]?|auth[ _-]?|session[ _-]?)?(?:token|key)|mot de passe|credentials?|recovery key|one[- ]time code|otp';

/** First match wins where two overlap: the most telling class first. */
export const rules: readonly RedactionRule[] = [
  { class: 'SECRET', pattern: /-----BEGIN [A-Z ]{3,40}-----[\s\S]{1,8000}?-----END [A-Z ]{3,40}-----/g },
  // JWT; keys by their makers' prefixes
  { class: 'SECRET', pattern: /\beyJ[\w-]{8,2000}\.[\w-]{4,4000}(?:\.[\w-]{0,1000})?/g },
  {
    class: 'SECRET',
    pattern:
      /\b(?:sk|pk|rk)[-_](?:[a-z]{2,8}[-_])?[\w-]{16,200}|\b(?:gh[pousr]|glpat|xox[abprs]|npm|hf|dop_v1|shpat)[-_][\w-]{10,250}|\b(?:AKIA|ASIA|AIza)[\w-]{12,60}/g,
  },
  { class: 'SECRET', pattern: /\b(?:bearer|basic)\s+([\w+/.=~-]{12,4000})/gi },
  // User and password in an address; what a link is signed with
  { class: 'SECRET', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/@:]{1,100}:[^\s/@]{1,200})@/gi },
  {
    class: 'SECRET',
    pattern:
      /[?&;](?:[\w-]{0,20}(?:token|key|sig|signature|secret|password|code|auth))=([^\s&#"'<>]{6,2000})/gi,
  },
  // "password: x", "the PIN is 4711": a value, and no word that only goes on
  {
    class: 'SECRET',
    pattern: new RegExp(
      `(?<![\\w-])(?:${secretWord})\\s?(?:\\([^)\\n]{0,30}\\)\\s?)?(?:[:=]|\\b(?:is|was|lautet|ist|war|est)\\b\\s?:?)\\s*["'\u201e\u201c\u00ab]?([^\\s"'\u201c\u201d\u00bb,;]{4,200})`,
      'gi',
    ),
    accept: (found) => /[\d!@#$%^&*+=?]/.test(found) || /[a-z][A-Z]/.test(found),
  },
  // Long strings without a sense: capital, small and figures mixed
  {
    class: 'SECRET',
    pattern: /(?<![\w/.-])[\w+/-]{28,200}={0,2}(?![\w/.-])/g,
    accept: (found) => /[a-z]/.test(found) && /[A-Z]/.test(found) && (found.match(/\d/g)?.length ?? 0) >= 4,
  },
  {
    class: 'EMAIL',
    pattern: /(?<![\w@.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g,
  },
  // IBAN, cards, numbers of people and accounts
  {
    class: 'NUMBER',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    accept: isIban,
  },
  { class: 'NUMBER', pattern: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g, accept: isCard },
  { class: 'NUMBER', pattern: /(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])/g },
  {
    class: 'PHONE',
    pattern: /(?<![\w+.])(?:\+|00)\d{1,3}(?:[ ./()-]{0,3}\d){6,13}(?![\w])/g,
  },
  {
    class: 'PHONE',
    pattern: /(?<![\w.-])\(?0\d{1,5}\)?(?:[ /-]{1,3}\d{2,10}){1,5}(?![\w.-])/g,
    accept: hasDigits(7),
  },
  { class: 'PHONE', pattern: /(?<![\w.-])(?:\(\d{3}\)[ -]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/g },
  {
    class: 'PHONE',
    pattern:
      /\b(?:phone|tel(?:efon|ephone|\.)?|mobile?|mobil|handy|cell|fax|ext(?:ension|\.)?|durchwahl|poste|portable|call(?: me)?(?: back)?(?: (?:at|on))?)\s?(?:no\.?|nr\.?|number|nummer)?\s?[:.]?\s*(\+?\(?\d(?:[ ./()-]{0,3}\d){3,14})/gi,
  },
  { class: 'NUMBER', pattern: /(?<![\w.:/-])\d{9,20}(?![\w:-])/g },
  {
    class: 'NUMBER',
    pattern:
      /\b(?:employee|personnel|personal|staff|account|konto|customer|kunden|badge|card|karten|matricule)[ -]?(?:id|no\.?|nr\.?|number|nummer)\s?[:#.]?\s*([A-Z]{0,3}-?\d{4,12})\b/gi,
  },
];

function hasDigits(least: number): (found: string) => boolean {
  return (found) => (found.match(/\d/g)?.length ?? 0) >= least;
}

/** By its check digits. https://www.iso.org/standard/81090.html */
function isIban(found: string): boolean {
  const compact = found.replaceAll(' ', '');
  if (compact.length < 15 || compact.length > 34) return false;
  const moved = compact.slice(4) + compact.slice(0, 4);
  let rest = 0;
  for (const char of moved)
    for (const digit of String(parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** By its check digit. https://www.iso.org/standard/70484.html */
function isCard(found: string): boolean {
  const digits = [...found.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}
