import { describe, expect, it } from 'vitest';
import { createTestIo } from '../../tests/connector-io';
import { hostileTexts, randomTexts } from '../../tests/hostile-terms';
import { escapeXml, xmlRpcCall, xmlRpcResult } from './xml-rpc';

const { parseXml } = createTestIo('https://wiki.acme.example', () => new Response());
const read = (value: string) =>
  xmlRpcResult(
    `<?xml version="1.0"?><methodResponse><params><param><value>${value}</value></param></params></methodResponse>`,
    parseXml,
  );

describe('a remote call', () => {
  it('holds its parameters as text and nothing else', () => {
    for (const text of [...hostileTexts, ...randomTexts(300), '</string></value><value>x', ']]>', '&amp;']) {
      const call = parseXml(xmlRpcCall('dokuwiki.search', [text]));
      expect(call?.querySelectorAll('param')).toHaveLength(1);
      expect(call?.querySelectorAll('string')).toHaveLength(1);
      const spaced = (value: string) => value.replace(/\s+/g, ' ').trim();
      const kept = text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}/gu, ' ');
      expect(spaced(call?.querySelector('string')?.textContent ?? '')).toBe(spaced(kept));
    }
  });

  it('leaves out what XML cannot hold', () => {
    expect(escapeXml('a\u0000b\uD800c\uFFFFd')).toBe('a b c d');
    expect(escapeXml(`<&>"'🙂`)).toBe('&lt;&amp;&gt;&quot;&apos;🙂');
  });
});

describe('an answer', () => {
  it.each([
    ['<string>a &lt;b&gt; &amp; c</string>', 'a <b> & c'],
    ['bare text', 'bare text'],
    ['<int>42</int>', 42],
    ['<i4>-1</i4>', -1],
    ['<double>1.5</double>', 1.5],
    ['<boolean>1</boolean>', true],
    ['<dateTime.iso8601>2026-11-22T21:25:03+00:00</dateTime.iso8601>', '2026-11-22T21:25:03+00:00'],
    ['<array><data></data></array>', []],
    ['<array><data><value><int>1</int></value><value>x</value></data></array>', [1, 'x']],
    ['<struct>\n</struct>', {}],
    [
      '<struct><member><name>id</name><value><string>ops:x</string></value></member></struct>',
      { id: 'ops:x' },
    ],
  ])('%s is %j', (value, plain) => {
    expect(read(value)).toEqual({ value: plain, fault: null });
  });

  it('tells its fault', () => {
    const fault =
      '<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>-32605</int></value></member></struct></value></fault></methodResponse>';
    expect(xmlRpcResult(fault, parseXml)).toEqual({ value: null, fault: -32605 });
  });

  it.each([
    ['no XML', 'Please stand by'],
    ['cut short', '<methodResponse><params><param><value><str'],
    ['of something else', '<html><body><params><param><value>x</value></param></params></body></html>'],
    ['empty', ''],
    ['without a value', '<methodResponse><params></params></methodResponse>'],
    [
      'too deep',
      `<methodResponse><params><param><value>${'<array><data><value>'.repeat(40)}x${'</value></data></array>'.repeat(40)}</value></param></params></methodResponse>`,
    ],
  ])('that is %s is bad', (_, xml) => {
    expect(() => xmlRpcResult(xml, parseXml)).toThrow(expect.objectContaining({ kind: 'bad-answer' }));
  });
});
