import { describe, expect, it } from 'vitest';
import { detectLanguage, primaryTag } from './language';

describe('detectLanguage', () => {
  it.each([
    ['The printer on the second floor does not print any more.', 'en'],
    ['Der Drucker im zweiten Stock druckt nicht mehr.', 'de'],
    ["L'imprimante du deuxième étage n'imprime plus.", 'fr'],
    ['Outlook startet nicht', 'de'],
    ['No puedo entrar en mi cuenta desde ayer', 'es'],
    ['Ik kan niet meer inloggen op het netwerk', 'nl'],
    ['プリンターが動かない', 'ja'],
    ['打印机无法连接', 'zh'],
    ['Принтер не печатает', 'ru'],
  ])('%s: %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each(['', '809', 'VPN', 'Outlook 0x8004010F', '😟 🙏'])('does not guess from "%s"', (text) => {
    expect(detectLanguage(text)).toBeNull();
  });
});

describe('primaryTag', () => {
  it.each([
    ['de-CH', 'de'],
    ['en_US', 'en'],
    ['FR', 'fr'],
    ['', null],
    [null, null],
  ])('%s is %s', (language, tag) => {
    expect(primaryTag(language)).toBe(tag);
  });
});
