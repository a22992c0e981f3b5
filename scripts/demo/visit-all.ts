import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { AssistState } from '../../lib/core/assist-state';
import { checkQuotes, type CheckedCitation } from './check-quotes';
import { composeScreenshot } from './compose-screenshot';
import { readPanelState } from './read-panel';
import type { Demo } from './start-demo';
import type { Stop } from './tour';

export interface SiteReport {
  site: string;
  title: string;
  url: string;
  context: { key: string; title: string; kind: string; readBy: string };
  suggestions: { kind: string; title: string; url: string; source: string; origin: string }[];
  answer: string[];
  missing: string[];
  citations: CheckedCitation[];
  timings: AssistState['timings'];
  screenshot: string;
  problems: string[];
}

/** Visits every stop with the panel open, prints what it shows, and writes report.json. Returns how many stops failed. */
export async function visitAll(demo: Demo, output: string, log: (line: string) => void): Promise<number> {
  const { world } = demo;
  const page = await world.newPage('about:blank');
  const sites: SiteReport[] = [];
  let panel: Page | null = null;
  let place = demo.tour[0]?.place;
  for (const [index, stop] of demo.tour.entries()) {
    if (stop.place !== place) await demo.searchIn(stop.place);
    place = stop.place;
    await page.goto(stop.url);
    panel ??= await world.openPanel(page);
    const report = await visit(demo, page, panel, stop, join(output, `${index + 1}-${stop.site}.png`));
    sites.push(report);
    log(describe(report));
  }
  const facts = Object.values(world.fakes).flatMap((fake) =>
    fake.facts.map((fact) => ({ product: fake.product, ...fact })),
  );
  const report = {
    at: new Date().toISOString(),
    systems: Object.fromEntries(
      Object.entries(demo.systems).map(([product, system]) => [
        product,
        'running' in system
          ? { real: true, startedInMs: system.startedInMs }
          : { real: false, why: system.skipped },
      ]),
    ),
    sites,
    facts,
  };
  writeFileSync(join(output, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  const failed = sites.filter((site) => site.problems.length > 0);
  log(
    `${sites.length - failed.length} of ${sites.length} pages as they should be; see ${output}/report.json`,
  );
  return failed.length;
}

async function visit(
  demo: Demo,
  page: Page,
  panel: Page,
  stop: Stop,
  screenshot: string,
): Promise<SiteReport> {
  const state = await readPanelState(panel, stop.key);
  await panel.waitForTimeout(300);
  const shown = await panel.locator('body').innerText();
  await composeScreenshot(demo.world.context(), page, panel, screenshot);
  // From here on other tabs are opened, and the panel follows them.
  const citations = await checkQuotes(demo.world.context(), state.answer?.citations ?? []);
  await page.bringToFront();
  const { subject } = state;
  const answer = (state.answer?.statements ?? []).map((statement) => statement.text);
  return {
    site: stop.site,
    title: stop.title,
    url: stop.url,
    context:
      subject.state === 'ready'
        ? { key: subject.key, title: subject.title, kind: subject.kind, readBy: subject.readBy }
        : { key: '', title: '', kind: subject.state, readBy: '' },
    suggestions: [...state.articles, ...state.tickets].map((row) => ({
      kind: row.kind,
      title: row.ticketKey === null ? row.title : `${row.ticketKey} ${row.title}`,
      url: row.url,
      source: state.sources.find((source) => source.sourceId === row.sourceId)?.name ?? row.sourceId,
      origin: row.origin,
    })),
    answer,
    missing: state.answer?.missing ?? [],
    citations,
    timings: state.timings,
    screenshot,
    problems: problemsOf(state, citations, shown),
  };
}

function problemsOf(state: AssistState, citations: readonly CheckedCitation[], shown: string): string[] {
  const problems: string[] = [];
  if (state.subject.state !== 'ready') problems.push('the panel did not recognise the page');
  if (state.articles.length + state.tickets.length === 0) problems.push('nothing was suggested');
  for (const source of state.sources) if (source.error) problems.push(`${source.name}: ${source.error}`);
  for (const { quote, verbatim } of citations) if (!verbatim) problems.push(`not in its source: ${quote}`);
  for (const { text } of state.answer?.statements ?? []) {
    if (!shown.includes(text)) problems.push(`not shown in the panel: ${text}`);
  }
  return problems;
}

function describe(report: SiteReport): string {
  const { context, citations } = report;
  const verbatim = citations.filter((citation) => citation.verbatim).length;
  return [
    '',
    `== ${report.title} (${report.site})`,
    `   ${context.key} ${context.title === context.key ? '' : context.title}`.trimEnd(),
    ...report.answer.map((line, index) => `   ${index + 1}. ${line}`),
    ...(report.answer.length === 0 ? ['   No answer: the sources do not carry one.'] : []),
    ...report.missing.map((line) => `   ? ${line}`),
    ...report.suggestions.map((row) => `   - ${row.title}  [${row.source}]`),
    `   ${verbatim} of ${citations.length} quotes found word for word in their sources`,
    ...report.problems.map((problem) => `   ! ${problem}`),
  ].join('\n');
}
