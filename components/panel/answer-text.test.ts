import { describe, expect, it } from 'vitest';
import { panelStates } from '../../tests/fixtures/panel/states';
import { answerAsText, citationOf, groupStatements } from './answer-text';

const statement = (text: string, step: boolean) => ({ text, step, citation: 1 });

describe('statements', () => {
  it('that are steps in a row share one list, and numbering goes on after a sentence', () => {
    const groups = groupStatements([
      statement('Intro', false),
      statement('One', true),
      statement('Two', true),
      statement('Mind', false),
      statement('Three', true),
    ]);
    expect(
      groups.map((group) => (group.kind === 'steps' ? [group.first, group.statements.length] : 'sentence')),
    ).toEqual(['sentence', [1, 2], 'sentence', [3, 1]]);
  });

  it('without a citation have none to show', () => {
    const { answer } = panelStates.ready;
    expect(answer && citationOf(answer, { text: 'x', step: false, citation: 99 })).toBeUndefined();
  });
});

it('a copied answer carries its numbers and every source with its address', () => {
  const { answer } = panelStates.german;
  expect(answer && answerAsText(answer)).toBe(
    [
      'Nach fünf Fehlversuchen wird der SAP-Benutzer gesperrt. [1]',
      '1. Im Portal „Meine Konten“ den Eintrag SAP P01 öffnen. [2]',
      '2. „Kennwort zurücksetzen“ wählen und mit dem zweiten Faktor bestätigen. [3]',
      '',
      'Sources',
      ...[1, 2, 3].map(
        (number) => `[${number}] SAP-Kennwort zurücksetzen https://wiki.acme.example/sap-kennwort`,
      ),
    ].join('\n'),
  );
});
