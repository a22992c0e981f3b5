import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PageKind, SiteHost } from '../../lib/core/page';
import { sites } from '../../lib/sites/index';
import { matchPage } from '../../lib/sites/match-page';

const sysId = '9c573169c611228700193229fff72400';
const other = '46e18c0fa9fe19810066a0083f76bd56';
const classic = '/now/nav/ui/classic/params/target/';
const guid = '7f2c8a4e-3b1d-4c5e-9a6f-0d1e2b3c4a5b';

/** Path and query on the product's instance; what it is; its id where there is one to name. */
type Row = readonly [path: string, kind: PageKind | 'none', id?: string | RegExp];

interface Grammar {
  /** Sites that may claim the rows: one Atlassian cloud host has three. */
  readonly sites: readonly string[];
  readonly origin: string;
  readonly basePath?: string;
  /** Section and first and last line of its table in the reference notes. */
  readonly section: number;
  readonly rows: readonly Row[];
}

/** The vendors' addresses as documented or read off running systems, one row each. */
const grammars: Readonly<Record<string, Grammar>> = {
  ServiceNow: {
    sites: ['servicenow'],
    origin: 'https://acme.service-now.com',
    section: 1,
    rows: [
      [`/incident.do?sys_id=${sysId}`, 'ticket', sysId],
      ['/incident.do?sysparm_query=number=INC0010023', 'ticket', 'INC0010023'],
      ['/incident.do?sys_id=INC0010023', 'ticket', 'INC0010023'],
      [`/nav_to.do?uri=incident.do%3Fsys_id%3D${sysId}`, 'ticket', sysId],
      [`/nav_to.do?uri=%2Fincident.do%3Fsys_id%3D${sysId}%26sysparm_view%3Dess`, 'ticket', sysId],
      [`${classic}incident.do%3Fsys_id%3D${sysId}`, 'ticket', sysId],
      [`${classic}incident.do%3Fsys_id%3D${sysId}%26sysparm_record_list%3Dactive%253Dtrue`, 'ticket', sysId],
      [`/now/sow/record/incident/${sysId}`, 'ticket', sysId],
      [`/now/sow/record/incident/${sysId}/params/selected-tab-index/2`, 'ticket', sysId],
      [`/now/sow/record/incident/${sysId}/sub/record/problem/${other}`, 'ticket', other],
      [`/now/cwf/agent/record/sn_customerservice_case/${sysId}`, 'ticket', sysId],
      [`/now/workspace/agent/record/incident/${sysId}`, 'ticket', sysId],
      [`/now/hr/agent/record/sn_hr_core_case/${sysId}`, 'ticket', sysId],
      [`/sp?id=ticket&table=incident&sys_id=${sysId}`, 'ticket', sysId],
      [`/sp?id=form&table=incident&sys_id=${sysId}`, 'ticket', sysId],
      ['/sp?id=form&table=incident&sys_id=-1', 'new'],
      ['/sp?id=form&table=incident', 'new'],
      [`/esc?id=standard_ticket&table=incident&sys_id=${sysId}`, 'ticket', sysId],
      ['/kb_view.do?sysparm_article=KB0010012', 'article', 'KB0010012'],
      [`/kb_view.do?sys_kb_id=${sysId}`, 'article', sysId],
      ['/kb_article_view.do?sysparm_article=KB0010012', 'article', 'KB0010012'],
      [`/kb_knowledge.do?sys_id=${sysId}`, 'edit'],
      [`/sp?id=kb_article&sys_id=${sysId}`, 'article', sysId],
      ['/sp?id=kb_article_view&sysparm_article=KB0010012', 'article', 'KB0010012'],
      ['/esc?id=kb_article&sysparm_article=KB0010012', 'article', 'KB0010012'],
      [`${classic}kb_view.do%3Fsysparm_article%3DKB0010012`, 'article', 'KB0010012'],
      ['/incident_list.do?sysparm_query=active%3Dtrue', 'queue'],
      ['/nav_to.do?uri=incident_list.do%3Fsysparm_query%3Dnumber%3DINC0010023', 'queue'],
      [`/now/sow/list/params/list-id/${other}`, 'queue'],
      ['/now/sow/home', 'other'],
      ['/sp?id=search&q=vpn', 'search'],
      ['/$sn_global_search_results.do?sysparm_search=vpn', 'search'],
      ['/kb_find.do', 'search'],
      ['/$knowledge.do', 'search'],
      ['/incident.do?sys_id=-1', 'new'],
      ['/now/sow/record/incident/-1_uid_1', 'new'],
      [`/sc_cat_item.do?sys_id=${sysId}`, 'other'],
      [`/sp?id=sc_cat_item&sys_id=${sysId}`, 'other'],
      [`/sys_user.do?sys_id=${sysId}`, 'other'],
      [`/cmdb_ci.do?sys_id=${sysId}`, 'other'],
      [`/sys_attachment.do?sys_id=${sysId}`, 'other'],
      ['/login.do', 'other'],
      ['/login_with_sso.do?glide_sso_id=1', 'other'],
      ['/logout.do', 'other'],
    ],
  },
  'Jira Data Center': {
    sites: ['jira-dc'],
    origin: 'https://jira.acme.test',
    section: 2,
    rows: [
      ['/browse/ABC-12', 'ticket', 'ABC-12'],
      ['/browse/abc-12', 'ticket', 'ABC-12'],
      ['/browse/ABC-12?focusedCommentId=10010#comment-10010', 'ticket', 'ABC-12'],
      ['/browse/ABC-12?filter=-1&jql=key%3DXYZ-9', 'ticket', 'ABC-12'],
      ['/browse/ABC', 'queue'],
      ['/issues/?jql=project%3DABC', 'search'],
      ['/issues/?jql=key%20%3D%20ABC-12', 'search'],
      ['/issues/ABC-12?jql=project%3DABC', 'ticket', 'ABC-12'],
      ['/issues?jql=project%3DABC&selectedIssue=ABC-12', 'ticket', 'ABC-12'],
      ['/secure/RapidBoard.jspa?rapidView=7&selectedIssue=ABC-12&view=detail', 'ticket', 'ABC-12'],
      ['/secure/RapidBoard.jspa?rapidView=7&selectedIssue=ABC-12', 'queue'],
      ['/projects/ABC/issues/ABC-12?filter=allopenissues', 'ticket', 'ABC-12'],
      ['/projects/HELP/queues/custom/5', 'queue'],
      ['/projects/HELP/queues/custom/5/HELP-9', 'ticket', 'HELP-9'],
      ['/servicedesk/customer/portal/3/HELP-9', 'ticket', 'HELP-9'],
      ['/servicedesk/customer/portal/3/create/27', 'new'],
      ['/servicedesk/customer/user/requests', 'queue'],
      ['/servicedesk/customer/portal/3/article/12345', 'article', '12345'],
      ['/servicedesk/customer/portals?q=vpn', 'search'],
      ['/plugins/servlet/upm', 'other'],
      ['/secure/Dashboard.jspa', 'other'],
      ['/login.jsp?os_destination=%2Fbrowse%2FABC-12', 'other'],
      ['/si/jira.issueviews:issue-xml/ABC-12/ABC-12.xml', 'other'],
      ['/rest/api/2/issue/ABC-12', 'other'],
      ['/secure/EditIssue!default.jspa?id=10010', 'edit'],
      ['/secure/CreateIssue.jspa', 'new'],
    ],
  },
  'Jira Cloud and Service Management': {
    sites: ['jira-cloud', 'jira-service-management'],
    origin: 'https://acme.atlassian.net',
    section: 2,
    rows: [
      ['/browse/ABC-12', 'ticket', 'ABC-12'],
      ['/browse/abc-12', 'ticket', 'ABC-12'],
      ['/browse/ABC-12?focusedCommentId=10010#comment-10010', 'ticket', 'ABC-12'],
      ['/browse/ABC-12?filter=-1&jql=key%3DXYZ-9', 'ticket', 'ABC-12'],
      ['/browse/ABC', 'queue'],
      ['/issues/?jql=project%3DABC', 'search'],
      ['/issues/?jql=key%20%3D%20ABC-12', 'search'],
      ['/issues/ABC-12?jql=project%3DABC', 'ticket', 'ABC-12'],
      ['/issues?jql=project%3DABC&selectedIssue=ABC-12', 'ticket', 'ABC-12'],
      ['/jira/software/c/projects/ABC/issues/ABC-12', 'ticket', 'ABC-12'],
      ['/jira/core/projects/ABC/issues/ABC-12', 'ticket', 'ABC-12'],
      ['/jira/software/projects/ABC/boards/7', 'queue'],
      ['/jira/software/c/projects/ABC/boards/7?selectedIssue=ABC-12', 'ticket', 'ABC-12'],
      ['/jira/software/projects/ABC/boards/7/backlog?selectedIssue=ABC-12', 'ticket', 'ABC-12'],
      ['/jira/servicedesk/projects/HELP/queues/custom/5', 'queue'],
      ['/jira/servicedesk/projects/HELP/queues/issue/HELP-9', 'ticket', 'HELP-9'],
      ['/jira/servicedesk/projects/HELP/queues/custom/5/HELP-9', 'ticket', 'HELP-9'],
      ['/servicedesk/customer/portal/3/HELP-9', 'ticket', 'HELP-9'],
      ['/servicedesk/customer/portal/3/create/27', 'new'],
      ['/servicedesk/customer/user/requests', 'queue'],
      ['/servicedesk/customer/portal/3/article/12345', 'article', '12345'],
      ['/servicedesk/customer/portals?q=vpn', 'search'],
      ['/jira/dashboards/10000', 'other'],
      ['/jira/your-work', 'other'],
      ['/login.jsp?os_destination=%2Fbrowse%2FABC-12', 'other'],
      ['/si/jira.issueviews:issue-xml/ABC-12/ABC-12.xml', 'other'],
      ['/rest/api/2/issue/ABC-12', 'other'],
    ],
  },
  'Confluence Cloud': {
    sites: ['confluence-cloud'],
    origin: 'https://acme.atlassian.net',
    section: 3,
    rows: [
      ['/wiki/spaces/HELP/pages/123456789/VPN+error+809', 'article', '123456789'],
      ['/wiki/spaces/HELP/pages/123456789', 'article', '123456789'],
      ['/wiki/spaces/~712020abc/pages/123/My+notes', 'article', '123'],
      ['/wiki/spaces/HELP/pages/123/Title?focusedCommentId=456', 'article', '123'],
      ['/wiki/spaces/HELP/pages/123/Title#Heading', 'article', '123'],
      ['/wiki/spaces/HELP/pages/edit-v2/123456789', 'edit'],
      ['/wiki/spaces/HELP/pages/edit/123', 'edit'],
      ['/wiki/spaces/HELP/pages/create-content/page', 'new'],
      ['/wiki/spaces/HELP/pages/123/Title?pageVersion=4', 'article', '123'],
      ['/wiki/spaces/HELP/blog/2024/05/06/987654/Outage', 'article', '987654'],
      ['/wiki/spaces/HELP/overview', 'other'],
      ['/wiki/spaces/HELP', 'other'],
      ['/wiki/spaces/HELP/whiteboard/55', 'other'],
      ['/wiki/spaces/HELP/database/55', 'other'],
      ['/wiki/spaces/HELP/folder/55', 'other'],
      ['/wiki/search?text=vpn', 'search'],
      ['/wiki/home', 'other'],
      ['/wiki/x/Fc1bBw', 'article', /^(?:123456789|Fc1bBw)$/],
    ],
  },
  'Confluence Data Center': {
    sites: ['confluence-dc'],
    origin: 'https://confluence.acme.test',
    section: 3,
    rows: [
      ['/x/AQAB', 'article', /^(?:65537|AQAB)$/],
      ['/display/HELP/VPN+error+809', 'article', 'VPN error 809'],
      ['/display/HELP', 'other'],
      ['/display/~jdoe', 'other'],
      ['/display/HELP/2024/05/06/Outage', 'article', /Outage/],
      ['/pages/viewpage.action?pageId=65537', 'article', '65537'],
      ['/pages/viewpage.action?spaceKey=HELP&title=A%2BB', 'article', 'A+B'],
      ['/spaces/HELP/pages/65537/VPN+error+809', 'article', '65537'],
      ['/pages/editpage.action?pageId=65537', 'edit'],
      ['/pages/resumedraft.action?draftId=77', 'edit'],
      ['/pages/createpage.action?spaceKey=HELP', 'new'],
      ['/pages/copypage.action?idOfPageToCopy=65537', 'new'],
      ['/pages/diffpagesbyversion.action?pageId=65537&selectedPageVersions=1', 'other'],
      ['/pages/viewpreviousversions.action?pageId=65537', 'other'],
      ['/pages/viewinfo.action?pageId=65537', 'other'],
      ['/pages/viewpageattachments.action?pageId=65537', 'other'],
      ['/dosearchsite.action?queryString=vpn', 'search'],
      ['/login.action?os_destination=%2Fdisplay%2FHELP%2FVPN', 'other'],
      ['/plugins/servlet/upm', 'other'],
    ],
  },
  SharePoint: {
    sites: ['sharepoint'],
    origin: 'https://acme.sharepoint.com',
    section: 4,
    rows: [
      ['/sites/IT/SitePages/VPN-error-809.aspx', 'article', /^\/sites\/it\/sitepages\/vpn-error-809\.aspx$/i],
      ['/teams/IT/SitePages/VPN.aspx', 'article', /^\/teams\/it\/sitepages\/vpn\.aspx$/i],
      ['/SitePages/Home.aspx', 'article', /^\/sitepages\/home\.aspx$/i],
      ['/sites/IT/SitePages/VPN.aspx?web=1&csf=1&e=abc', 'article', /^\/sites\/it\/sitepages\/vpn\.aspx$/i],
      ['/sites/IT/SitePages/VPN.aspx?Mode=Edit', 'edit'],
      ['/sites/IT/SitePages/Forms/ByAuthor.aspx', 'other'],
      ['/sites/IT/_layouts/15/CreateSitePage.aspx', 'new'],
      ['/SitePages/newpage.aspx?Mode=Edit', 'new'],
      ['/sites/IT/Pages/Policy.aspx', 'article', /policy\.aspx$/i],
      ['/sites/IT/Wiki%20Pages/How.aspx', 'article', /wiki pages\/how\.aspx$/i],
      ['/sites/IT/SitePages/How.aspx', 'article', /how\.aspx$/i],
      ['/sites/IT/Lists/FAQ/DispForm.aspx?ID=7', 'article', /7/],
      ['/sites/IT/Lists/FAQ/EditForm.aspx?ID=7', 'edit'],
      ['/sites/IT/Lists/FAQ/AllItems.aspx', 'queue'],
      ['/sites/IT/Shared%20Documents/Forms/AllItems.aspx?id=%2Fsites%2FIT%2FShared%20Documents', 'queue'],
      [
        `/:w:/r/sites/IT/_layouts/15/Doc.aspx?sourcedoc=%7B${guid}%7D&file=Guide.docx&action=default`,
        'article',
        new RegExp(guid, 'i'),
      ],
      ['/:w:/s/IT/EaBcDeFgHiJk?e=xyz', 'article', /EaBcDeFgHiJk/],
      ['/:b:/s/IT/EaBcDeFgHiJk', 'article', /EaBcDeFgHiJk/],
      ['/sites/IT/Shared%20Documents/Guide.pdf', 'article', /guide\.pdf$/i],
      ['/_layouts/15/search.aspx?q=vpn', 'search'],
      ['/sites/IT/_layouts/15/search.aspx/siteall?q=vpn', 'search'],
      ['/_layouts/15/Authenticate.aspx?Source=%2Fsites%2FIT%2FSitePages%2FVPN.aspx', 'other'],
      ['/_forms/default.aspx', 'other'],
      ['/_layouts/15/AccessDenied.aspx', 'other'],
    ],
  },
  MediaWiki: {
    sites: ['mediawiki'],
    origin: 'https://wiki.acme.test',
    section: 5,
    rows: [
      ['/wiki/VPN_error_809', 'article', /^VPN[_ ]error[_ ]809$/],
      ['/index.php/VPN_error_809', 'article', /^VPN[_ ]error[_ ]809$/],
      ['/index.php?title=VPN_error_809', 'article', /^VPN[_ ]error[_ ]809$/],
      ['/wiki/vPN_error_809', 'article', /^VPN[_ ]error[_ ]809$/],
      ['/wiki/VPN%20error%20809', 'article', /^VPN[_ ]error[_ ]809$/],
      ['/index.php?curid=2', 'article', '2'],
      ['/index.php?oldid=2', 'article', '2'],
      ['/index.php?title=VPN_error_809&oldid=2', 'article', /^(?:2|VPN[_ ]error[_ ]809)$/],
      ['/wiki/Error_809', 'article', /^Error[_ ]809$/],
      ['/index.php?title=VPN_error_809&action=edit', 'edit'],
      ['/index.php?title=VPN_error_809&action=edit&section=1', 'edit'],
      ['/index.php?title=VPN_error_809&veaction=edit', 'edit'],
      ['/index.php?title=VPN_error_809&action=history', 'other'],
      ['/index.php?title=VPN_error_809&diff=prev&oldid=2', 'other'],
      ['/index.php?title=VPN_error_809&action=raw', 'other'],
      ['/index.php?title=VPN_error_809&action=info', 'other'],
      ['/wiki/Special:Search?search=vpn', 'search'],
      ['/index.php?search=vpn', 'search'],
      ['/wiki/Special:Permalink/2', 'article', '2'],
      ['/wiki/Special:Redirect/page/2', 'article', '2'],
      ['/wiki/Talk:VPN_error_809', 'other'],
      ['/wiki/User:Ann', 'other'],
      ['/wiki/File:A.png', 'other'],
      ['/wiki/Category:VPN', 'other'],
      ['/wiki/Help:Password_reset', 'article', /^Help:Password[_ ]reset$/],
      // Only the page itself can say that it does not exist.
      ['/wiki/Nope', 'article', 'Nope'],
    ],
  },
  DokuWiki: {
    sites: ['dokuwiki'],
    origin: 'https://doku.acme.test',
    section: 6,
    rows: [
      ['/doku.php?id=kb:vpn_error_809', 'article', 'kb:vpn_error_809'],
      ['/doku.php?id=KB:VPN%20Error%20809', 'article', 'kb:vpn_error_809'],
      ['/doku.php', 'article', 'start'],
      ['/', 'article', 'start'],
      ['/kb:vpn_error_809', 'article', 'kb:vpn_error_809'],
      ['/doku.php/kb:vpn_error_809', 'article', 'kb:vpn_error_809'],
      ['/kb/vpn_error_809', 'article', 'kb:vpn_error_809'],
      ['/doku.php?id=kb/vpn_error_809', 'article', /^kb[_:]vpn_error_809$/],
      ['/doku.php?id=kb:vpn_error_809&rev=1795366925', 'article', 'kb:vpn_error_809'],
      ['/doku.php?id=kb:', 'article', /^kb:(?:start)?$/],
      // Only the page itself can say that it does not exist.
      ['/doku.php?id=kb:nope', 'article', 'kb:nope'],
      ['/doku.php?id=kb:x&do=edit', 'edit'],
      ...['revisions', 'diff', 'index', 'media', 'backlink', 'recent', 'admin', 'login', 'profile'].map(
        (act): Row => [`/doku.php?id=kb:x&do=${act}`, 'other'],
      ),
      ['/doku.php?id=start&do=search&q=vpn', 'search'],
      ...['export_raw', 'export_xhtml', 'export_xhtmlbody'].map((act): Row => [
        `/doku.php?id=kb:x&do=${act}`,
        'other',
      ]),
    ],
  },
  'Request Tracker': {
    sites: ['request-tracker'],
    origin: 'https://rt.acme.test',
    section: 7,
    rows: [
      ['/Ticket/Display.html?id=1', 'ticket', '1'],
      ['/Ticket/Display.html?id=1#txn-55', 'ticket', '1'],
      ['/Ticket/Display.html?id=4', 'ticket', '4'],
      ['/Ticket/History.html?id=1', 'ticket', '1'],
      ...['Modify', 'ModifyAll', 'ModifyPeople', 'ModifyDates', 'ModifyLinks', 'Reminders'].map(
        (page): Row => [`/Ticket/${page}.html?id=1`, 'edit'],
      ),
      ['/Ticket/Update.html?Action=Respond&id=1', 'edit'],
      ['/Ticket/Update.html?Action=Comment&id=1', 'edit'],
      ['/Ticket/Update.html?Action=Respond&DefaultStatus=resolved&id=1', 'edit'],
      ['/Ticket/Create.html?Queue=3', 'new'],
      ['/Ticket/Attachment/40/1/', 'other'],
      ['/Transaction/Display.html?id=55', 'other'],
      ['/Ticket/Forward.html?id=1', 'other'],
      ['/SelfService/Display.html?id=1', 'ticket', '1'],
      ['/SelfService/Update.html?id=1', 'edit'],
      ['/SelfService/', 'queue'],
      ['/SelfService/Closed.html', 'queue'],
      ['/m/ticket/show?id=1', 'ticket', '1'],
      ["/Search/Results.html?Query=Queue%3D'Helpdesk'", 'queue'],
      ['/Search/Build.html?NewQuery=1', 'search'],
      ['/Search/Simple.html?q=vpn', 'search'],
      ['/Articles/Article/Display.html?id=1', 'article', '1'],
      ['/Articles/Article/Edit.html?id=1', 'edit'],
      ['/Asset/Display.html?id=1', 'other'],
      ['/User/Summary.html?id=33', 'other'],
      ['/Dashboards/3/Overview', 'other'],
      ['/NoAuth/Login.html?next=HASH', 'other'],
      ['/Ticket/1', 'other'],
      ['/t/1', 'other'],
    ],
  },
};

const hosts: readonly SiteHost[] = Object.values(grammars).flatMap(({ sites: ids, origin, basePath = '' }) =>
  ids.map((site) => ({ site, origin, basePath: site === 'confluence-cloud' ? '/wiki' : basePath })),
);

describe.each(Object.entries(grammars))('%s', (_, grammar) => {
  test.each(grammar.rows)('%s is %s', (path, kind, id) => {
    const match = matchPage(new URL(grammar.origin + path), hosts, sites);
    expect(grammar.sites).toContain(match?.site);
    expect(match?.kind).toBe(kind);
    const ref = match?.ref?.id;
    if (id === undefined) expect(ref).toBeUndefined();
    else if (typeof id === 'string') expect(ref).toBe(id);
    else expect(ref).toMatch(id);
  });

  test.each(grammar.rows)('%s of somebody else is nobody’s', (path) => {
    for (const origin of ['https://example.com', `${grammar.origin}.evil.test`, 'https://my-service-now.com'])
      expect(matchPage(new URL(origin + path), hosts, sites)).toBeNull();
  });
});

const reference = join(import.meta.dirname, '..', '..', '..', 'shared', 'reference', 'sites.md');
const isThere = existsSync(reference);
const title = 'every address of the reference notes has its row';
test.skipIf(!isThere)(isThere ? title : `${title}: the notes are not beside the project`, () => {
  const plain = (text: string) =>
    text.replace(/[0-9a-f]{32}|9c57…(?:32hex)?|AAA…|BBB…/g, 'ID').split('…')[0] ?? '';
  const ours = Object.values(grammars).map(({ section, rows }) => ({
    section,
    paths: rows.map(([path]) => plain(path)),
  }));
  const missing: string[] = [];
  let section = 0;
  let seen = 0;
  for (const line of readFileSync(reference, 'utf8').split('\n')) {
    section = Number(/^## (\d+)/.exec(line)?.[1] ?? section);
    const [, cell] = /^\| (`\/.*?) \|/.exec(line) ?? [];
    for (const [, address = ''] of cell?.matchAll(/`(\/[^`]*)`/g) ?? []) {
      seen += 1;
      const wanted = plain(address);
      const known = ours.some(
        (grammar) =>
          grammar.section === section &&
          grammar.paths.some((path) => path.startsWith(wanted) || path.endsWith(wanted)),
      );
      // Placeholders stand for anything; what is in front of them is compared.
      if (!known && !/GUID|^\/(?:database|folder)\//.test(address)) missing.push(`${section}: ${address}`);
    }
  }
  expect(seen).toBeGreaterThan(150);
  expect(missing).toEqual([]);
});
