import { createAtlassianCloudFake } from './atlassian-cloud';
import type { Company } from './company';
import { createConfluenceFake } from './confluence-dc';
import { createDokuwikiFake } from './dokuwiki';
import { createIntranetFake } from './intranet';
import { createJiraFake } from './jira-dc';
import { createMediawikiFake } from './mediawiki';
import { createRequestTrackerFake } from './request-tracker';
import { createServicenowFake } from './servicenow';
import { createSharepointFake } from './sharepoint';

/** Every server of Acme's, one line each. */
export function createFakes(company: Company) {
  return {
    servicenow: createServicenowFake(company),
    jira: createJiraFake(company),
    confluence: createConfluenceFake(company),
    mediawiki: createMediawikiFake(company),
    dokuwiki: createDokuwikiFake(company),
    atlassianCloud: createAtlassianCloudFake(company),
    sharepoint: createSharepointFake(company),
    requestTracker: createRequestTrackerFake(company),
    intranet: createIntranetFake(company),
  };
}
