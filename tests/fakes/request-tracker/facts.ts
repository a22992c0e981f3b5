import type { FakeFact } from '../fake';

/** What the double takes for granted of Request Tracker; read off a running 5.0.3 with the same tickets. */
export const requestTrackerFacts: readonly FakeFact[] = [
  {
    fact: 'REST 2 answers the session cookie; without one 401 as JSON, with one that ended, or to a browser, 302 to "/"',
    known: 'measured',
    reference: 'apis.md 7',
  },
  {
    fact: 'GET /REST/2.0/rt tells the version only; who is signed in stands in RT.CurrentUser of every full page',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'Lists take a search by JSON as a parameter of GET too; conditions on one field are alternatives, on two both hold; unknown fields are ignored',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'A condition on any custom field that exists looks into all of them, and two such conditions must both hold',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'history and attachments of a ticket that one may not see are empty lists; the ticket itself is 403, a number nobody has is 404',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'attachments with conditions, of a ticket that one may not see, are those of all tickets that one may see',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'A merged ticket answers as the one it was merged into, whose history holds both; searches do not find its number',
    known: 'measured',
    reference: 'apis.md 7: Traps',
  },
  {
    fact: 'Resolved keeps the date of the last closing when a ticket is opened again',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'TicketSQL: LIKE without regard to case, % and _ are wildcards, a backslash escapes itself and quotes; what it cannot parse is 400 with the reason',
    known: 'measured',
    reference: 'apis.md 7: TicketSQL',
  },
  {
    fact: 'total and pages are null where the user does not see everything; a ticket search counts what they see',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'Customers read their own tickets by REST without comments; every page of the staff sends them to the self-service',
    known: 'measured',
    reference: 'RT 5.0.3',
  },
  {
    fact: 'History is fetched by script from /Helpers/TicketHistory; menus part parameters by semicolons',
    known: 'measured',
    reference: 'sites.md 7: DOM',
  },
  {
    fact: 'Tickets and articles can be asked for by id > number and ordered by id',
    known: 'measured',
    reference: 'Request Tracker 5.0.3: tests/live/listing.test.ts',
  },
];
