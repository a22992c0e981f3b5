import { escapePattern, wholeWord } from './whole-word';

/** Words that begin sentences and greetings, and are nobody's name. */
const noNames = new Set(
  'all team everyone everybody there support service desk helpdesk colleagues kollegen kolleginnen zusammen sir madam admin it hr the a an i we you he she they it this that these those please thanks thank danke bonjour merci hello hallo hi dear user users manager customer windows outlook office teams vpn system none unknown unassigned n/a desk department group abteilung équipe'.split(
    ' ',
  ),
);
const name = `\\p{Lu}[\\p{L}'’-]{1,30}`;
const names = `${name}(?: (?:(?:van|von|de|der|den|di|da|la|le|du|dos|bin|al|zu) ){0,2}${name}){0,3}`;

/** Where texts say by themselves that a name follows, or came before. */
const said: readonly RegExp[] = [
  new RegExp(`\\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Monsieur|Madame)\\.? (${names})`, 'gu'),
  new RegExp(
    `(?:^|\\n)\\s*(?:Hi|Hello|Hey|Dear|Hallo|Liebe[r]?|Bonjour|Salut|Cher|Chère|Guten Tag)[ ,]+(${names})\\s*[,!\\n]`,
    'gu',
  ),
  new RegExp(
    `(?:regards|thanks|thank you|cheers|best|sincerely|gruß|grüße|gruss|grüsse|danke|cordialement|merci)[ \\t]*[,.!]?[ \\t]*\\n+[ \\t]*(${names})[ \\t]*(?:\\n|$)`,
    'giu',
  ),
  new RegExp(
    `\\b(?:requester|requested by|reporter|reported by|caller|opened by|assignee|assigned to|approver|approved by|contact|contact person|manager|full name|employee name|affected user|user name|on behalf of|ansprechpartner(?:in)?|gemeldet von|demandeur)\\s*[:=]\\s*(${names})`,
    'giu',
  ),
  // Whose folder it is.
  /[\\/](?:users|home|profiles)[\\/]([\w.-]{3,40})(?=[\\/\s"'<]|$)/gi,
];

/** Names that a text gives away by how it is put. */
export function findNames(text: string): string[] {
  const found = said.flatMap((pattern) => [...text.matchAll(pattern)].map(([, one = '']) => one.trim()));
  return [...new Set(found)].filter(
    (one) =>
      !one.split(' ').some((word) => noNames.has(word.toLowerCase())) &&
      !/^(?:public|default|shared)$/i.test(one),
  );
}

/**
 * Every way in which a text may write people who are known by name: whole, either part of it, as accounts are called.
 * @param people as products name them: "Dana Reyes", "Reyes, Dana", "dreyes"
 */
export function namePatterns(people: readonly string[]): RegExp[] {
  const whole = new Set<string>();
  const parts = new Set<string>();
  const accounts = new Set<string>();
  for (const person of people) {
    const plain = person
      .replace(/\([^)]*\)|<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (plain.length < 3 || noNames.has(plain.toLowerCase())) continue;
    const [last = '', first = ''] = plain.includes(',')
      ? plain.split(',').map((part) => part.trim())
      : ['', ''];
    const inOrder = first === '' ? plain : `${first} ${last}`;
    whole.add(plain).add(inOrder);
    const words = inOrder.split(' ').filter((word) => word.length > 1);
    for (const word of words)
      if (word.length > 2 && /^\p{Lu}/u.test(word) && !noNames.has(word.toLowerCase())) parts.add(word);
    const [given = ''] = words;
    const family = words.at(-1) ?? '';
    if (words.length > 1)
      for (const mark of ['.', '_', '-', ''])
        accounts
          .add(`${given}${mark}${family}`)
          .add(`${given.charAt(0)}${mark}${family}`)
          .add(`${family}${mark}${given}`);
  }
  const toPattern = (all: ReadonlySet<string>, flags: 'gu' | 'giu') =>
    all.size === 0
      ? []
      : [
          wholeWord(
            [...all]
              .sort((a, b) => b.length - a.length)
              .map(anyApostrophe)
              .join('|'),
            flags,
          ),
        ];
  // Parts only as names are written: "Mark" is one, "mark" is a word.
  return [...toPattern(whole, 'giu'), ...toPattern(accounts, 'giu'), ...toPattern(parts, 'gu')];
}

function anyApostrophe(text: string): string {
  return escapePattern(text).replace(/'|’/g, "['’]");
}
