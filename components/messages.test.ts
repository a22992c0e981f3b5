import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '../lib/core/errors';
import { errorKindSchema } from '../lib/core/assist-state';
import { fixtureNow, stateOf, statusOf } from '../tests/fixtures/panel/build-state';
import { panelStates } from '../tests/fixtures/panel/states';
import {
  announcement,
  connectMessage,
  failureText,
  progressText,
  sourceMessage,
  wordsOnlyMessage,
} from './messages';

const say = (kind: ErrorKind, retryAt: number | null = null, name = 'Confluence') =>
  sourceMessage(kind, { name, retryAt, now: fixtureNow, locale: 'en-GB' });

describe('the line of a failed source', () => {
  it.each<[ErrorKind, string, string]>([
    ['signed-out', 'Confluence wants you to sign in.', 'open'],
    ['needs-open-tab', 'Open Confluence once so that it can be searched.', 'open'],
    ['forbidden', 'Confluence does not let your account search it.', 'open'],
    ['not-found', 'Confluence is no longer at its address.', 'options'],
    ['rate-limited', 'Confluence asked us to slow down.', 'retry'],
    ['timeout', 'Confluence took too long to answer.', 'retry'],
    ['unreachable', 'Confluence could not be reached.', 'retry'],
    ['server', 'Confluence reported a fault of its own.', 'retry'],
    ['bad-answer', 'Confluence sent an answer that cannot be read.', 'open'],
    ['invalid-query', 'Confluence refused the search words.', 'open'],
    ['no-permission', 'The browser does not let Deskside read Confluence yet.', 'allow'],
    ['unsupported', 'Confluence is a version that Deskside cannot search.', 'options'],
  ])('%s', (kind, text, action) => {
    expect(say(kind).text).toBe(text);
    expect(say(kind).action?.kind).toBe(action);
  });

  it('exists for every kind of error, in one short line without shouting, with one button', () => {
    for (const kind of errorKindSchema.options) {
      const { text, action } = say(kind);
      expect(text.length, kind).toBeLessThan(80);
      expect(text + action?.label, kind).not.toMatch(/!|\bAI\b/);
      expect(action, kind).not.toBeNull();
    }
  });

  it('names the time a source asked us to wait until, and does not offer what would be refused', () => {
    const { text, action } = say('rate-limited', Date.parse('2026-03-18T12:05:00Z'));
    expect(text).toMatch(/^Confluence asked us to wait until \d\d:\d5\.$/);
    expect(action?.kind).toBe('open');
  });

  it('offers to try again once that time is over', () => {
    expect(say('rate-limited', fixtureNow - 1).action?.kind).toBe('retry');
  });

  it('keeps a right-to-left name from turning the sentence', () => {
    expect(say('timeout', null, 'ויקי').text).toBe('\u2068ויקי\u2069 took too long to answer.');
  });
});

it.each([
  ['de', 'German text was'],
  ['pt-BR', 'Brazilian Portuguese text was'],
  ['xx', 'Text in this language was'],
  ['<b>', 'Text in this language was'],
])('names the language %s, which is looked up by words alone', (tag, words) => {
  expect(wordsOnlyMessage(tag)).toContain(words);
});

describe('what screen readers hear', () => {
  it('is one sentence with both counts and the key', () => {
    expect(announcement(panelStates.ready)).toBe('3 articles and 2 resolved tickets for INC0010023.');
  });
  it('names what could not be searched', () => {
    expect(announcement(panelStates.partial)).toBe(
      '2 articles and 1 resolved ticket for INC0010023. 2 sources could not be searched.',
    );
  });
  it('says where offline results come from', () => {
    expect(announcement(panelStates.offline)).toMatch(/^2 articles from the cache for INC0010023\./);
  });
  it('says that nothing was found', () => {
    expect(announcement(panelStates['nothing-found'])).toBe('Nothing found for INC0010023.');
  });
  it.each(['cached', 'looking-up', 'reading', 'not-supported'] as const)('is silent while %s', (name) => {
    expect(announcement(panelStates[name])).toBe('');
  });
});

describe('the words in the head', () => {
  it('count sources that are over, failed ones too', () => {
    const sources = [
      statusOf({ sourceId: 'a', name: 'A' }),
      statusOf({ sourceId: 'b', name: 'B', state: 'failed', error: 'timeout' }),
      statusOf({ sourceId: 'c', name: 'C', state: 'searching' }),
    ];
    expect(progressText(sources)).toBe('Searched 2 of 3…');
    expect(failureText(sources)).toBe('1 source not searched');
  });
  it('say nothing of failures where there are none', () => {
    expect(failureText(stateOf().sources)).toBeNull();
  });
});

describe('why connecting a new source failed', () => {
  it('says what to do when the browser refused', () => {
    expect(connectMessage({ productName: null, error: 'no-permission' }, fixtureNow, 'en')).toMatchObject({
      opens: false,
      retryLabel: 'Ask again',
    });
  });
  it('sends people to sign in, then back', () => {
    const { text, opens } = connectMessage({ productName: 'Jira', error: 'signed-out' }, fixtureNow, 'en');
    expect(text).toBe('Jira wants you to sign in. Open it, then try again.');
    expect(opens).toBe(true);
  });
  it('does not blame a product when none answered', () => {
    const { text } = connectMessage({ productName: null, error: null }, fixtureNow, 'en');
    expect(text).toBe('Nothing that Deskside knows answers at this address.');
  });
});
