import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { openShadows } from '../../tests/fixtures/sites/servicenow/open-shadows';
import { exampleHosts, site } from './servicenow';
import type { SitePage } from './site';

const HOME = 'https://acme.service-now.com';
const ID = '9c573169c611228700193229fff72400';
const OTHER = '46e18c0fa9fe19810066a0083f76bd56';
const FORM = `${HOME}/incident.do?sys_id=${ID}`;
const IN_FRAME: PageOptions = { isTop: false, frameName: 'gsft_main' };

async function readPage(page: SitePage) {
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a ServiceNow address: ${page.url.href}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

function read(file: string, url: string, options?: PageOptions) {
  return readPage(pageFrom(file, url, options));
}

describe('a classic form', () => {
  it('is read in the navigation’s frame, field by field', async () => {
    expect(await read('servicenow/form-incident.html', FORM, IN_FRAME)).toMatchObject({
      match: { kind: 'ticket', ref: { kind: 'ticket', id: ID, idType: 'sys_id', within: 'incident' } },
      title: 'VPN <b>drops</b> after the update',
      pageUser: null,
      blocks: [],
      ticket: {
        key: 'INC0010023',
        title: 'VPN <b>drops</b> after the update',
        description: 'Since Tuesday: error 809.\n\nSplit tunnel is on & stays on.',
        comments: [
          {
            author: 'Mara Weber',
            created: null,
            visibility: 'internal',
            text: 'Firewall blocks UDP 500.\nAsked network.',
          },
          { author: 'Ade Okafor', created: null, visibility: 'public', text: 'I am at home.' },
        ],
        status: 'In Progress',
        resolved: false,
        resolution: null,
        priority: '2 - High',
        category: 'Network',
        assignmentGroup: 'Network',
        assignee: null,
        requester: 'Ade Okafor',
      },
    });
  });

  it('on its own in a tab is read as well', async () => {
    expect((await read('servicenow/form-incident.html', FORM))?.ticket?.key).toBe('INC0010023');
  });

  it.each([`${HOME}/incident.do?sysparm_query=number=INC0010023`, `${HOME}/incident.do?sys_id=INC0010023`])(
    'asked for as %s resolves to its sys_id',
    async (url) => {
      expect((await read('servicenow/form-incident.html', url, IN_FRAME))?.match.ref).toMatchObject({
        id: ID,
        idType: 'sys_id',
      });
    },
  );

  it('of the class a task turned out to be is read', async () => {
    const reading = await read('servicenow/form-incident.html', `${HOME}/task.do?sys_id=${ID}`, IN_FRAME);
    expect(reading?.match.ref).toMatchObject({ id: ID, within: 'incident' });
  });

  it('of a resolved record says how it was resolved', async () => {
    const edit = (html: string) =>
      swap(
        '<option value="6">',
        '<option value="6" selected="SELECTED">',
      )(swap('value="2" selected="SELECTED">In', 'value="2">In')(html));
    expect((await read('servicenow/form-incident.html', FORM, { ...IN_FRAME, edit }))?.ticket).toMatchObject({
      status: 'Resolved',
      resolved: true,
      resolution: 'Opened UDP 500.',
    });
  });

  it.each([
    ['Zusätzliche Kommentare', 'public'],
    ['Commentaires supplémentaires', 'public'],
    ['Arbeitsnotizen', 'internal'],
    ['Email sent', 'internal'],
    ['', 'internal'],
  ])('takes an entry labelled "%s" for %s', async (label, visibility) => {
    const edit = swap('<span>Additional comments</span>', `<span>${label}</span>`);
    const reading = await read('servicenow/form-incident.html', FORM, { ...IN_FRAME, edit });
    expect(reading?.ticket?.comments[1]?.visibility).toBe(visibility);
  });

  it('with two megabytes of description says no more than its limit', async () => {
    const edit = swap('Since Tuesday', 'long text '.repeat(200_000));
    const reading = await read('servicenow/form-incident.html', FORM, { ...IN_FRAME, edit });
    expect(reading?.ticket?.description.length).toBeLessThanOrEqual(200_000);
  });

  it.each<[string, string, string, PageOptions?]>([
    ['in a frame of another name', 'servicenow/form-incident.html', FORM, { isTop: false, frameName: 'rte' }],
    [
      'under the address of another record',
      'servicenow/form-incident.html',
      `${HOME}/incident.do?sys_id=${OTHER}`,
      IN_FRAME,
    ],
    [
      'under another number',
      'servicenow/form-incident.html',
      `${HOME}/incident.do?sys_id=INC0010099`,
      IN_FRAME,
    ],
    [
      'when its own fields name another table',
      'servicenow/form-incident.html',
      FORM,
      { ...IN_FRAME, edit: swap('id="sys_target" value="incident"', 'id="sys_target" value="sys_user"') },
    ],
    ['when it is a login page', 'servicenow/login.html', FORM, IN_FRAME],
    ['when it is a new record', 'servicenow/form-incident.html', `${HOME}/incident.do?sys_id=-1`, IN_FRAME],
    ['when it is a copied page', '<input id="incident.short_description" value="copied">', FORM],
  ])('is not read %s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});

describe('the navigation around a form', () => {
  it.each([
    `${HOME}/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D${ID}`,
    `${HOME}/nav_to.do?uri=incident.do%3Fsys_id%3D${ID}`,
  ])('%s says what its address says, and leaves the rest to the frame', async (url) => {
    expect(await read('servicenow/nav-classic.html', url)).toMatchObject({
      match: { wrapper: true, ref: { id: ID } },
      ticket: null,
      blocks: [],
    });
  });

  it('is not read when it asks for a password', async () => {
    expect(
      await read('servicenow/login.html', `${HOME}/nav_to.do?uri=incident.do%3Fsys_id%3D${ID}`),
    ).toBeNull();
  });
});

describe('a knowledge article', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['on its own page', 'servicenow/kb-view.html', `${HOME}/kb_view.do?sysparm_article=KB0010012`],
    ['in the navigation’s frame', 'servicenow/kb-view.html', `${HOME}/kb_view.do?sys_kb_id=${ID}`, IN_FRAME],
  ])('is read %s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toMatchObject({
      match: { kind: 'article', customerView: false },
      title: 'VPN error 809',
      ticket: null,
      blocks: [
        { kind: 'paragraph', text: 'The firewall blocks UDP 500.' },
        { kind: 'list', ordered: false, items: [{ text: 'Choose IKEv2', depth: 0 }] },
      ],
    });
  });

  it('is read in a portal', async () => {
    expect(
      await read('servicenow/portal-article.html', `${HOME}/esc?id=kb_article&sysparm_article=KB0010012`),
    ).toMatchObject({
      match: { customerView: true },
      title: 'VPN error 809',
      blocks: [{ kind: 'paragraph', text: 'Choose IKEv2.' }],
    });
  });

  it.each([
    ['under another number', 'servicenow/kb-view.html', `${HOME}/kb_view.do?sysparm_article=KB0010099`],
    ['from a login page', 'servicenow/login.html', `${HOME}/kb_view.do?sysparm_article=KB0010012`],
    ['from a login page in a portal', 'servicenow/login.html', `${HOME}/sp?id=kb_article&sys_id=${ID}`],
    ['from its author’s form', 'servicenow/kb-view.html', `${HOME}/kb_knowledge.do?sys_id=${ID}`],
  ])('is not read %s', async (_, file, url) => {
    expect(await read(file, url)).toBeNull();
  });
});

describe('a ticket in a portal', () => {
  it('is read as its customer sees it', async () => {
    expect(
      await read('servicenow/portal-ticket.html', `${HOME}/sp?id=ticket&table=incident&sys_id=${ID}`),
    ).toMatchObject({
      match: { customerView: true },
      ticket: {
        key: 'INC0010023',
        title: 'VPN drops',
        comments: [{ author: 'Mara Weber', visibility: 'public', text: 'Which network?\nHome or office?' }],
      },
    });
  });
});

describe('a case in a portal', () => {
  const HR_PAGE = `${HOME}/esc?id=hrm_ticket_page&table=sn_hr_core_case&sys_id=${ID}`;
  const hr = 'servicenow/portal-hr-case.html';

  it('of HR is read with its own number and title, whatever else the page lists', async () => {
    expect(await read(hr, HR_PAGE)).toMatchObject({
      match: { customerView: true, ref: { id: ID, within: 'sn_hr_core_case' } },
      ticket: {
        key: 'HRC0001003',
        title: 'Certificate of employment for a rental contract',
        description: 'The landlord wants to see a certificate.\nBefore the contract is signed.',
        status: 'Closed Complete',
        resolved: true,
        resolution: null,
        comments: [
          {
            author: 'Hana Weiss',
            visibility: 'public',
            text: 'It is signed and ready at the reception.',
          },
          { author: 'Wanda Worknotesson', visibility: 'public', text: 'Thank you!' },
        ],
      },
    });
  });

  it('in a table below that of HR cases is told from its parent request', async () => {
    const edit = (html: string) =>
      swap(
        '<div class="ng-binding">HRC0001003</div>',
        '<div class="ng-binding">REQ0010008, HRC0001003</div>',
      )(html);
    const url = HR_PAGE.replace('sn_hr_core_case', 'sn_hr_core_case_payroll');
    expect((await read(hr, url, { edit }))?.ticket?.key).toBe('HRC0001003');
  });

  it('is internal where its page says so, in any language', async () => {
    const edit = swap('<span>Additional comments</span>', '<span>Notes de travail</span>');
    expect((await read(hr, HR_PAGE, { edit }))?.ticket?.comments[0]?.visibility).toBe('internal');
  });

  it('of a customer is read by the labels beside its values; an agent’s notes stay internal', async () => {
    const url = `${HOME}/csm?id=csm_ticket&table=sn_customerservice_case&number=CS0001101&view=csp`;
    expect(await read('servicenow/portal-case.html', url)).toMatchObject({
      match: { customerView: true, ref: { id: 'CS0001101', idType: 'number' } },
      language: 'de',
      ticket: {
        key: 'CS0001101',
        title: 'Laborwerte kommen nicht an',
        description: 'Seit Samstag fehlen alle Werte.',
        status: 'Offen',
        resolved: false,
        priority: '2 - Hoch',
        comments: [
          { author: 'Julie Moreau', visibility: 'public', text: 'Nur ein Labor?' },
          { author: 'Julie Moreau', visibility: 'internal', text: 'Wieder die Kette.' },
        ],
      },
    });
  });

  it('on the portal’s form is read field by field', async () => {
    const url = `${HOME}/sp?id=form&table=sc_req_item&sys_id=${ID}`;
    expect((await read('servicenow/portal-form.html', url))?.ticket).toMatchObject({
      key: 'RITM0010001',
      title: 'Second monitor',
      description: 'For the desk at home.',
      status: 'Closed Complete',
      resolved: true,
      priority: '4 - Low',
    });
  });

  it.concurrent.each([
    ['under another number', 'servicenow/portal-case.html', `${HOME}/csm?id=csm_ticket&number=CS0001100`],
    [
      'under a number that only begins like its own',
      'servicenow/portal-case.html',
      `${HOME}/csm?id=csm_ticket&number=CS000110`,
    ],
    ['from a login page', 'servicenow/login.html', HR_PAGE],
    ['from a page that is no portal', '<h1>Copied</h1><p>HRC0001003</p>', HR_PAGE],
  ])('is not read %s', async (_, file, url) => {
    expect(await read(file, url)).toBeNull();
  });
});

describe('a saved workspace', () => {
  const saved = async (file: string, path: string) => {
    const page = pageFrom(`servicenow/${file}`, `${HOME}${path}`);
    openShadows(page.document);
    return readPage(page);
  };

  it('of HR agents is read below its components, not the case in the tab behind', async () => {
    expect(await saved('workspace-hr.html', `/now/hr/agent/record/sn_hr_core_case/${ID}`)).toMatchObject({
      match: { customerView: false, ref: { id: ID, within: 'sn_hr_core_case' } },
      ticket: {
        key: 'HRC0001002',
        title: 'Income certificate for a mortgage',
        description: 'It has to carry two signatures.',
        status: 'Work in Progress',
        priority: '2 - High',
        comments: [],
      },
    });
  });

  it('of customer service is read below its components', async () => {
    const path = `/now/cwf/agent/record/sn_customerservice_case/${ID}/params/selected-tab-index/1`;
    expect((await saved('workspace-csm.html', path))?.ticket).toMatchObject({
      key: 'CS0001101',
      title: 'Lab results stopped arriving',
      description: 'The import page shows TLS handshake failed.',
      status: 'Open',
    });
  });
});

describe('a record in a workspace', () => {
  const URL_OF_RECORD = `${HOME}/now/sow/record/incident/${ID}`;

  /** Layers of open shadow roots, as the workspaces have them, with the form at the bottom. */
  function workspace(forms: readonly string[], url = URL_OF_RECORD, layers = 12): SitePage {
    const page = pageFrom(
      '<html lang="en"><head><title>INC0010023 | Service Operations Workspace</title></head><body></body></html>',
      url,
    );
    const { document } = page;
    let host: Element = document.body.appendChild(
      document.createElement('macroponent-76a83a645b122010b913030a1d81c780'),
    );
    for (let layer = 0; layer < layers; layer += 1) {
      host = host.attachShadow({ mode: 'open' }).appendChild(document.createElement(`sn-layer-${layer}`));
    }
    host.attachShadow({ mode: 'open' }).innerHTML = forms.join('');
    return page;
  }
  const form = (title: string, number = 'INC0010023') =>
    `<div><input name="number" value="${number}"><input name="short_description" value="${title}"><textarea name="description">Error 809</textarea></div>`;

  it('is found below its shadow roots', async () => {
    expect((await readPage(workspace([form('VPN drops')])))?.ticket).toMatchObject({
      key: 'INC0010023',
      title: 'VPN drops',
      description: 'Error 809',
    });
  });

  it('among several open records is known by its address only', async () => {
    const reading = await readPage(workspace([form('VPN drops'), form('Printer', 'INC0010024')]));
    expect(reading).toMatchObject({
      match: { ref: { id: ID } },
      ticket: { key: 'INC0010023', title: '', description: '' },
    });
  });

  it('behind a hidden tab is not taken for the one in front', async () => {
    const reading = await readPage(
      workspace([form('VPN drops'), `<div hidden>${form('Printer', 'INC0010024')}</div>`]),
    );
    expect(reading?.ticket?.title).toBe('VPN drops');
  });

  it('that shows no field yet is still reported by its address', async () => {
    expect(await readPage(workspace([]))).toMatchObject({ ticket: { key: 'INC0010023', title: '' } });
  });

  it('deeper than anyone nests is left to the API', async () => {
    const page = workspace([form('VPN drops')], URL_OF_RECORD, 400);
    expect(await readPage(page)).not.toBeNull();
  });

  it('is not read from a login page or under another number', async () => {
    expect(await read('servicenow/login.html', URL_OF_RECORD)).toBeNull();
    const page = workspace([form('VPN drops')], `${HOME}/now/sow/record/incident/INC0010099`);
    expect(await readPage(page)).toBeNull();
  });
});
