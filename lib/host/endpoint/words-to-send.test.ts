import { expect, test } from 'vitest';
import type { PageContext } from '../../core/page';
import { buildQuery } from '../../retrieval/build-query';
import { ticketContext } from '../../retrieval/test-documents';
import { wordsToSend } from './words-to-send';

function context(title: string, description: string): PageContext {
  return ticketContext({
    key: 'HELP-1',
    title,
    description,
    requester: 'Anneke van der Berg',
    comments: [
      { author: 'Lena Fuchs', created: null, visibility: 'public', text: 'The pin is 884412 spooler' },
    ],
  });
}

test('telling words go, strongest first', () => {
  const words = wordsToSend(buildQuery(context('VPN error 809 in the hotel', 'The tunnel breaks off.')), []);
  expect(words).toMatch(/809/);
  expect(words).toMatch(/tunnel/);
  expect(words).toMatch(/hotel/);
});

test('people, addresses, numbers, secrets and the user’s own words stay', () => {
  const description =
    'Anneke van der Berg (anneke@partner.example, +49 89 4711 0815) cannot print. Password: Winter-2026!x. Project Albatross. Ask Fuchs.';
  const words = wordsToSend(buildQuery(context('Printer offline for Berg', description)), ['Albatross']);
  expect(words).toMatch(/printer/i);
  expect(words).not.toMatch(/anneke|berg|partner|4711|0815|winter|2026|albatross|fuchs/i);
});

test('what only comments say stays', () => {
  const words = wordsToSend(buildQuery(context('Printer offline', 'Cannot print.')), []);
  expect(words).not.toMatch(/884412|spooler/);
});

test('nothing is left of nothing', () => {
  expect(wordsToSend({ terms: [], language: null, limit: 5, excludeIds: [] }, [])).toBe('');
});
