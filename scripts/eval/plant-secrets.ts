import type { RedactionClass } from '../../lib/assist/redaction/rules';

/** Something that must not leave, and how people write it down. */
export interface Plant {
  readonly class: RedactionClass;
  readonly value: string;
  readonly sentence: string;
  /** Nothing around it, and nothing in it, says what it is. */
  readonly isUnannounced?: boolean;
}

const given = ['Anneke', 'Tomasz', 'Priya', 'Joaquín', 'Siobhan', 'Mehmet', 'Chloé', 'Bjørn', 'Grace', 'Wei'];
const family = [
  'van der Berg',
  'Nowak',
  "O'Sullivan",
  'Rao',
  'Yılmaz',
  'Dubois',
  'Haugen',
  'Hopper',
  'Zhang',
  'Schmidt-Lang',
];

/** One of each kind of thing. `person` is known to the ticket's people fields; the rest nobody announces. */
export function plantsFor(random: () => number, person: string): Plant[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const letters = (count: number) =>
    Array.from({ length: count }, () =>
      pick([...'ABCDEFGHJKMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789']),
    ).join('');
  const stranger = () => `${pick(given)} ${pick(family)}`;
  const [first = '', ...rest] = person.split(' ');
  const last = rest.join(' ');
  const plant = (kind: RedactionClass, value: string, sentence: (value: string) => string): Plant => ({
    class: kind,
    value,
    sentence: sentence(value),
  });
  const address = `${letters(5).toLowerCase()}.${letters(6).toLowerCase()}@${pick(['acme.example', 'mail.acme.example', 'example.co.uk'])}`;
  const card = withCheckDigit(`4${digits(14)}`);
  const password = () =>
    `${pick(['Winter', 'Desk', 'tulip', 'Kaffee'])}${pick(['!', '-', '_', '#'])}${digits(4)}`;
  return [
    plant('EMAIL', address, (v) => pick([`Please answer to ${v}.`, `<${v}> cannot log in`, `UPN=${v};`])),
    plant('PHONE', `+${pick(['44 20', '49 89', '1 617', '33 4'])} ${digits(3)} ${digits(4)}`, (v) =>
      pick([`You reach me on ${v}.`, `(${v})`]),
    ),
    plant(
      'PHONE',
      `0${digits(3).replace(/^0/, '8')} ${digits(3)} ${digits(4)}`,
      (v) => `Phone ${v}, mornings.`,
    ),
    plant('PHONE', digits(5), (v) => `Ring me back, ext. ${v}`),
    plant('NUMBER', card, (v) => `It was booked on ${v.replace(/(.{4})(?=.)/g, '$1 ')} last week.`),
    plant('NUMBER', ibanFrom(digits(18)), (v) => `Refund to ${pick([v, v.replace(/(.{4})(?=.)/g, '$1 ')])}`),
    plant('NUMBER', `${digits(3)}-${digits(2)}-${digits(4)}`, (v) => `SSN ${v} on the form`),
    plant('NUMBER', `1${digits(9)}`, (v) => `My personnel file says ${v}.`),
    plant('SECRET', password(), (v) =>
      pick([`password: ${v}`, `My password is ${v}`, `Kennwort: ${v}`, `pwd=${v}`]),
    ),
    plant('SECRET', `ghp_${letters(36)}`, (v) => `git push with ${v} fails`),
    plant(
      'SECRET',
      `eyJ${letters(30)}.${letters(60)}.${letters(43)}`,
      (v) => `Header: Authorization: Bearer ${v}`,
    ),
    plant('SECRET', letters(40), (v) => `api_key=${v}`),
    plant('PERSON', person, (v) => pick([`${v} has the same.`, `I am ${v}, thanks.`])),
    plant('PERSON', first, (v) => `Could ${v} have a look?`),
    plant(
      'PERSON',
      `${first.charAt(0)}${last.replaceAll(' ', '')}`.toLowerCase(),
      (v) => `Log: user ${v} locked out`,
    ),
    plant('PERSON', stranger(), (v) =>
      pick([`\nBest regards,\n${v}\n`, `Affected user: ${v}\n`, `Mrs ${v} waits`]),
    ),
    { ...plant('PERSON', stranger(), (v) => `I spoke with ${v} about it yesterday.`), isUnannounced: true },
    { ...plant('SECRET', password(), (v) => `I typed ${v} and it was refused.`), isUnannounced: true },
  ];
}

function withCheckDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, char, at) => {
    const doubled = at % 2 === 0 ? Number(char) * 2 : Number(char);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

function ibanFrom(account: string): string {
  let rest = 0;
  // "DE00" behind the account, letters as numbers.
  for (const digit of `${account}131400`) rest = (rest * 10 + Number(digit)) % 97;
  return `DE${String(98 - rest).padStart(2, '0')}${account}`;
}
