import { describe, expect, it } from 'vitest';
import { buildArticleQuery, buildTicketQuery } from './build-query';
import { cleanTicketText } from './clean-ticket-text';
import { findIdentifiers } from './find-identifiers';
import { ticketContext } from './test-documents';

const texts = (text: string) => findIdentifiers(text).map((found) => found.text);

describe('findIdentifiers', () => {
  it.each([
    ['reported error (0x8004010F): failed', ['0x8004010F']],
    ['Meldung RFC_ERROR_LOGON_FAILURE (P01)', ['RFC_ERROR_LOGON_FAILURE', 'P01']],
    ['VPN error 809 again', ['error 809']],
    ['Fehler Nr. 691', ['Fehler Nr. 691']],
    ['open UDP 4500', ['UDP 4500']],
    ['see KB0010012 and HELP-12, ORA-12154', ['KB0010012', 'HELP-12', 'ORA-12154']],
    ['on files01.corp.acme.example', ['files01.corp.acme.example']],
    ['server 10.2.3.4 with v5.2', ['10.2.3.4', 'v5.2']],
    ['adding \\\\print01\\LEE-2-WEST. Windows says no', ['\\\\print01\\LEE-2-WEST']],
    ['from G:\\Sales\\Tenders 2026\\old it is gone', ['G:\\Sales\\Tenders 2026\\old']],
    ['802.1X and C++ and C#', ['802.1X', 'C++', 'C#']],
    ['java.io.EOFException at once', ['java.io.EOFException']],
  ])('%s', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('takes no date, time, count or plain number for a code', () => {
    expect(texts('On 2026-11-22 at 14:05, the 3rd time in 10 days, 50 users, 2e etage, 500MB, 100%')).toEqual(
      [],
    );
  });

  it('leaves its own key out', () => {
    expect(findIdentifiers('HELP-12 like HELP-13', new Set(['help-12'])).map((found) => found.text)).toEqual([
      'HELP-13',
    ]);
  });
});

describe('cleanTicketText', () => {
  it('drops what mail puts around the words', () => {
    const mail = [
      'Hello team,',
      '',
      'the scanner on floor 3 is dead.',
      '',
      'Kind regards',
      'Ella Brooks',
      '+44 113 496 0000',
      '',
      'From: Help Desk <desk@acme.example>',
      'Sent: Monday',
      'Subject: AW: scanner',
      '> did you try the cable?',
      '-----Original Message-----',
      'The coffee machine is fine.',
    ].join('\n');
    expect(cleanTicketText(mail)).toBe('the scanner on floor 3 is dead.');
  });

  it.each([
    'Guten Morgen,\nOutlook startet nicht.\nMit freundlichen Grüßen\nJonas Keller',
    'Bonjour,\nOutlook startet nicht.\nCordialement,\nJulie',
    'Hi Dana, Outlook startet nicht.\nThanks a lot!',
  ])('in German, French and English', (text) => {
    expect(cleanTicketText(text)).toBe('Outlook startet nicht.');
  });

  it('goes on after a thank-you in the middle', () => {
    expect(cleanTicketText('It is broken.\nThanks!\nUpdate: since noon the light is red.')).toContain(
      'the light is red',
    );
  });

  it('takes tags and wiki marks off and keeps their words', () => {
    expect(cleanTicketText('<p>new <b>Outlook</b></p>')).toMatch(/new\s+Outlook/);
    expect(cleanTicketText('h3. What\n{{files01}} is gone')).toMatch(/What\n\s*files01/);
  });
});

describe('buildTicketQuery', () => {
  const query = buildTicketQuery(
    ticketContext({
      key: 'HELP-12',
      title: 'AW: Outlook cannot send',
      description:
        'Hello all,\nsince Monday the calendar add-in of Outlook shows "Outlook data file cannot be accessed" (0x8004010F). Please help. See HELP-12 and HELP-11.\nBest regards\nSam Okafor',
      category: 'Email',
    }),
  );
  const weightOf = (text: string) =>
    query.terms.find((term) => term.text.toLowerCase() === text.toLowerCase())?.weight ?? 0;

  it('puts the error code first, then the words of the title', () => {
    expect(query.terms[0]).toMatchObject({ text: '0x8004010F', kind: 'identifier' });
    expect(weightOf('Outlook')).toBeGreaterThan(weightOf('calendar'));
    expect(query.terms.map((term) => term.weight)).toEqual(
      query.terms.map((term) => term.weight).sort((a, b) => b - a),
    );
  });

  it('keeps what was quoted as a phrase', () => {
    expect(query.terms).toContainEqual(
      expect.objectContaining({ text: 'Outlook data file cannot be accessed', kind: 'phrase' }),
    );
  });

  it('has neither its own key, nor greetings and names of the signature', () => {
    const all = query.terms.map((term) => term.text.toLowerCase());
    for (const word of ['help-12', 'hello', 'please', 'regards', 'okafor', 'aw', 'the'])
      expect(all).not.toContain(word);
    expect(all).toContain('help-11');
    expect(query.excludeIds).toEqual(['HELP-12']);
  });

  it("has the text's language before the page's", () => {
    const german = {
      ...ticketContext({ title: 'Outlook startet nicht mehr', description: 'Seit gestern geht es nicht.' }),
      language: 'en-GB',
    };
    expect(buildTicketQuery(german).language).toBe('de');
  });

  it('asks nothing where nothing is said', () => {
    expect(buildTicketQuery(ticketContext({ title: '', description: '' })).terms).toEqual([]);
    const little = buildTicketQuery(
      ticketContext({ title: "it doesn't work", description: 'it doesnt work' }),
    );
    expect(little.terms.reduce((sum, term) => sum + term.weight, 0)).toBeLessThan(0.8);
  });

  it.each([
    [
      'a log',
      '2026-11-22T10:00:00Z ERROR [main] com.acme.Foo: failed at 0x7ffdeadbeef0 \\\\srv\\share\n'.repeat(
        25_000,
      ),
    ],
    ['one word', 'a'.repeat(2_000_000)],
    ['signs', 'a+a.a_A_<a "a '.repeat(140_000)],
  ])('reads two megabytes of %s', (_, description) => {
    const { terms } = buildTicketQuery(ticketContext({ title: 'VPN error 809', description }));
    expect(terms.length).toBeLessThanOrEqual(24);
    expect(terms[0]?.text).toBe('error 809');
  });
});

describe('buildArticleQuery', () => {
  it('asks for title and headings more than for the text', () => {
    const context = {
      ...ticketContext({ key: 'Page' }),
      kind: 'article' as const,
      title: 'Docking station',
      ticket: null,
      blocks: [
        { kind: 'heading' as const, level: 2, text: 'Firmware' },
        { kind: 'paragraph' as const, text: 'Unplug the cable and wait.' },
      ],
    };
    const { terms } = buildArticleQuery(context);
    const place = (text: string) => terms.findIndex((term) => term.text === text);
    expect(place('Docking')).toBeLessThan(place('Firmware'));
    expect(place('Firmware')).toBeLessThan(place('cable'));
  });
});
