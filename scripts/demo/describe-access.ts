import { demoPerson, type Demo } from './start-demo';

/** What a person in front of the demo needs to know. */
export function describeAccess({ world, tour }: Demo): string {
  const people = world.company.people
    .slice(0, 4)
    .map(({ id, password, title }) => `  ${id} / ${password}   ${title}`);
  return [
    '',
    `Acme IT is open in the browser; you are ${demoPerson}. Alt+Shift+K opens and closes the panel.`,
    ...tour.map((stop) => `  ${stop.title}: ${stop.url}`),
    'To sign in as somebody else:',
    ...people,
    'Close the browser, or press Ctrl+C, to end.',
    '',
  ].join('\n');
}
