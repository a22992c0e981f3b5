import type { Company } from './company';
import { createConfluenceFake } from './confluence-dc';
import { createJiraFake } from './jira-dc';
import { createMediawikiFake } from './mediawiki';
import { createServicenowFake } from './servicenow';

/** Every server of Acme's, one line each. */
export function createFakes(company: Company) {
  return {
    servicenow: createServicenowFake(company),
    jira: createJiraFake(company),
    confluence: createConfluenceFake(company),
    mediawiki: createMediawikiFake(company),
  };
}
