/*
 * ServiceNow: which reader is for which of its pages, and the addresses that prove its grammar (which is in
 * servicenow/address.ts).
 */
import type { SiteHost, SiteMatch } from '../core/page';
import { asksForPassword, findOnPage, pageReading } from '../platform/page-reading';
import { placeOf, placeUnder, siteMatch } from '../platform/page-url';
import { isVendorHost, ruling } from './servicenow/address';
import { readArticle } from './servicenow/article';
import { readForm } from './servicenow/form';
import { readPortalTicket } from './servicenow/portal';
import { readWorkspace } from './servicenow/workspace';
import type { Site, SiteExample, SitePage } from './site';

export const site: Site = {
  id: 'servicenow',
  name: 'ServiceNow',
  hostedPatterns: ['https://*.service-now.com/*', 'https://*.servicenowservices.com/*'],
  framed: true,

  match(url, hosts) {
    const place = isVendorHost(url) ? placeUnder(url, '') : placeOf(url, hosts, 'servicenow');
    return place && siteMatch('servicenow', place, ruling(place.path, place.params, place.origin, 0));
  },

  async read(page, match, signal) {
    const { ref, rule, wrapper } = match;
    // Other frames of an instance are lists, editors and pop-ups beside the record.
    if (ref === null || (!page.isTop && (page.frameName !== 'gsft_main' || wrapper))) return null;
    if (wrapper) return readWrapper(page, match, signal);
    if (ref.kind === 'article') return readArticle(page, match, ref, signal);
    if (rule === 'form') return readForm(page, match, ref, signal);
    return rule === 'portal'
      ? readPortalTicket(page, match, ref, signal)
      : readWorkspace(page, match, ref, signal);
  },
};

/** Around the record there is only its address: the frame inside has the rest. */
async function readWrapper(page: SitePage, match: SiteMatch, signal: AbortSignal) {
  const { document } = page;
  const shown = await findOnPage(document, () => (asksForPassword(document) ? null : true), {
    signal,
    late: false,
  });
  return (
    shown && pageReading(page, match, { title: document.title, pageUser: null, ticket: null, blocks: [] })
  );
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'servicenow', origin: 'https://support.acme.test', basePath: '' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://acme.service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/incident.do?sysparm_query=number=INC0010023', kind: 'ticket', id: 'INC0010023', within: 'incident' },
  { url: 'https://acme.service-now.com/incident.do?sysparm_query=active%3Dtrue%5Enumber%3DINC0010023', kind: 'ticket', id: 'INC0010023', within: 'incident' },
  { url: 'https://acme.service-now.com/incident.do?sys_id=INC0010023', kind: 'ticket', id: 'INC0010023', within: 'incident' },
  { url: 'https://acme.service-now.com/task.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'task' },
  { url: 'https://acme.service-now.com/sn_hr_core_case_payroll.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case_payroll' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=incident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400%26sysparm_view%3Dess', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D9c573169c611228700193229fff72400%26sysparm_record_list%3Dactive%253Dtrue', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%253Fsys_id%253D9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400/params/selected-tab-index/2', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400/sub/record/problem/46e18c0fa9fe19810066a0083f76bd56', kind: 'ticket', id: '46e18c0fa9fe19810066a0083f76bd56', within: 'problem' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400/params/selected-tab-index/1/sub/record/sys_user/46e18c0fa9fe19810066a0083f76bd56', kind: 'other' },
  { url: 'https://acme.service-now.com/now/cwf/agent/record/sn_customerservice_case/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_customerservice_case' },
  { url: 'https://acme.service-now.com/now/workspace/agent/record/incident/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/hr/agent/record/sn_hr_core_case/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case' },
  { url: 'https://acme.service-now.com/sp?id=ticket&table=incident&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/sp?id=form&table=incident&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/sp?id=form&table=incident', kind: 'new' },
  { url: 'https://acme.service-now.com/sp?id=form&table=incident&sys_id=-1', kind: 'new' },
  { url: 'https://acme.service-now.com/esc?id=standard_ticket&table=incident&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/esc?id=hrm_ticket_page&table=sn_hr_core_case_payroll&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case_payroll' },
  { url: 'https://acme.service-now.com/esc?id=hrm_ticket_page&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case' },
  { url: 'https://acme.service-now.com/csm?id=csm_ticket&table=sn_customerservice_case&sys_id=9c573169c611228700193229fff72400&view=csp', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_customerservice_case' },
  { url: 'https://acme.service-now.com/csm?id=csm_ticket&table=sn_customerservice_case&number=CS0001101&view=csp', kind: 'ticket', id: 'CS0001101', within: 'sn_customerservice_case' },
  { url: 'https://acme.service-now.com/csm?id=csm_ticket&table=sys_user&sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/csm?id=csm_cases_requests&table=sn_customerservice_case&filter=active%3Dtrue', kind: 'queue' },
  { url: 'https://acme.service-now.com/now/hr/agent/record/sn_hr_core_case_payroll/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case_payroll' },
  { url: 'https://acme.service-now.com/now/cwf/agent/record/sn_customerservice_case/9c573169c611228700193229fff72400/params/selected-tab-index/0/sub/record/csm_consumer/59e788fbdb1b1200b6075200cf9619d2', kind: 'other' },
  { url: 'https://acme.service-now.com/kb_view.do?sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/kb_view.do?sys_kb_id=9c573169c611228700193229fff72400', kind: 'article', id: '9c573169c611228700193229fff72400' },
  { url: 'https://acme.service-now.com/kb_article_view.do?sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/kb_knowledge.do?sys_id=9c573169c611228700193229fff72400', kind: 'edit' },
  { url: 'https://acme.service-now.com/kb_knowledge.do?sys_id=-1', kind: 'new' },
  { url: 'https://acme.service-now.com/sp?id=kb_article&sys_id=9c573169c611228700193229fff72400', kind: 'article', id: '9c573169c611228700193229fff72400' },
  { url: 'https://acme.service-now.com/sp?id=kb_article_view&sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/esc?id=kb_article&sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/kb_view.do%3Fsysparm_article%3DKB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/incident_list.do?sysparm_query=active%3Dtrue', kind: 'queue' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=incident_list.do%3Fsysparm_query%3Dnumber%3DINC0010023', kind: 'queue' },
  { url: 'https://acme.service-now.com/now/sow/list/params/list-id/5f1b', kind: 'queue' },
  { url: 'https://acme.service-now.com/now/sow/home', kind: 'other' },
  { url: 'https://acme.service-now.com/sp?id=search&q=vpn', kind: 'search' },
  { url: 'https://acme.service-now.com/$sn_global_search_results.do?sysparm_search=vpn', kind: 'search' },
  { url: 'https://acme.service-now.com/kb_find.do', kind: 'search' },
  { url: 'https://acme.service-now.com/$knowledge.do', kind: 'search' },
  { url: 'https://acme.service-now.com/incident.do?sys_id=-1', kind: 'new' },
  { url: 'https://acme.service-now.com/incident.do', kind: 'new' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/-1_uid_1', kind: 'new' },
  { url: 'https://acme.service-now.com/sc_cat_item.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/sp?id=sc_cat_item&sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/sys_user.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/cmdb_ci.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/sys_attachment.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/login.do', kind: 'other' },
  { url: 'https://acme.service-now.com/login_with_sso.do?glide_sso_id=1&sysparm_url=incident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/logout.do', kind: 'other' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=https%3A%2F%2Fevil.example%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=%2F%2Fevil.example%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/now/nav/ui/home', kind: 'other' },
  { url: 'https://acme.service-now.com/', kind: 'other' },
  { url: 'https://agency.servicenowservices.com/incident.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://support.acme.test/incident.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
];

export const notExamples: readonly string[] = [
  'https://service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.service-now.com.evil.example/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.service-now.com@evil.example/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acmeservice-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.service-now.com:8443/incident.do?sys_id=9c573169c611228700193229fff72400',
  'http://acme.service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://evil.example/login?next=https%3A%2F%2Facme.service-now.com%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400',
  'https://evil.example/acme.service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.test/incident.do?sys_id=9c573169c611228700193229fff72400',
];
