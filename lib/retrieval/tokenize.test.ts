import { describe, expect, it } from 'vitest';
import { tokenize, wordTermVariants } from './tokenize';

const terms = (text: string, language: string | null = 'en') =>
  tokenize(text, language).map((token) => token.term);

describe('tokenize', () => {
  it.each([
    ['0x8004010F', ['0x8004010f', '8004010f']],
    ['0x0000011b', ['0x0000011b', '0000011b', '0x11b']],
    ['RFC_ERROR_LOGON_FAILURE', ['rfc_error_logon_failure', 'rfc', 'error', 'logon']],
    ['KB0010012', ['kb0010012']],
    ['HELP-12', ['help-12']],
    ['ORA-12154', ['ora-12154', '12154']],
    ['files01.corp.acme.example', ['files01.corp.acme.example', 'corp', 'acme']],
    ['10.2.3.4', ['10.2.3.4']],
    ['v5.2', ['v5.2', '5.2']],
    ['802.1X', ['802.1x']],
    ['C++', ['c++']],
    ['C#', ['c#']],
    ['UDP 4500', ['udp', '4500']],
    ['S:\\HR-Confidential\\Out', ['s:\\hr-confidential\\out', 'confidential']],
    ['SAP_P01', ['sap_p01', 'p01', 'sap']],
    ['Wi-Fi', ['wifi']],
    ['sign-in', ['signin', 'sign']],
    ['AssumeUDPEncapsulationContext', ['udp', 'encapsulation', 'context']],
  ])('keeps %s whole and in parts', (text, expected) => {
    expect(terms(text)).toEqual(expect.arrayContaining(expected));
  });

  it('keeps an IP address in one piece: its numbers are in too many others', () => {
    expect(terms('10.2.3.4')).toEqual(['10.2.3.4']);
  });

  it.each([
    ['en', 'certificates', 'certificate'],
    ['en', 'connected', 'connecting'],
    ['en', 'policies', 'policy'],
    ['en', 'applies', 'apply'],
    ['de', 'Kennwörter', 'Kennwort'],
    ['de', 'zuruecksetzen', 'zurücksetzen'],
    ['de', 'Druckern', 'Drucker'],
    ['fr', 'imprimantes', 'imprimante'],
    ['fr', 'réinitialisé', 'reinitialise'],
  ])('in %s, %s and %s meet', (language, one, other) => {
    expect(terms(one, language)).toHaveLength(1);
    expect(terms(one, language)).toEqual(terms(other, language));
  });

  it("drops stop words of the text's own language and no other", () => {
    expect(terms('the server is not there', 'en')).toEqual(['server']);
    expect(terms('der Server ist nicht da', 'de')).toEqual(terms('Server', 'de'));
    expect(terms("l'imprimante n'est pas là", 'fr')).toEqual([terms('imprimante', 'fr')[0]]);
  });

  it('finds a word under the stem of every language it may have been indexed in', () => {
    for (const language of ['en', 'de', 'fr'])
      expect(wordTermVariants('drucker')).toContain(terms('Drucker', language)[0]);
  });

  it('splits scripts without spaces into words', () => {
    expect(terms('打印机无法连接', 'zh').length).toBeGreaterThan(1);
    expect(terms('เครื่องพิมพ์ไม่ทำงาน', 'th').length).toBeGreaterThan(1);
    const tokens = tokenize('無線LANに接続できません', 'ja');
    expect(new Set(tokens.map((token) => token.position)).size).toBe(tokens.length);
  });

  it('gives spans that hold what was read', () => {
    const text = 'Run «certlm.msc» on files01, then l’ordinateur restarts (0x11b).';
    for (const token of tokenize(text, 'en')) {
      expect(text.slice(token.start, token.end).toLowerCase()).toContain(token.folded);
    }
  });

  it('reads a megabyte to its end', () => {
    const text =
      'Error 809 appears when the Windows VPN client calls vpn.acme.example and hears nothing, 0x8004010F. '
        .repeat(11_000)
        .slice(0, 1 << 20);
    const tokens = tokenize(text, 'en');
    expect(tokens.at(-1)?.end).toBeGreaterThan(text.length - 10);
  });
});
