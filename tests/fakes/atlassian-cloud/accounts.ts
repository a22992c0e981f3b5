import { createHash } from 'node:crypto';
import type { Company, Person } from '../company';

/** Who is who on the vendor's side: opaque ids in place of names. */
export interface Accounts {
  /** The account id of a person; the same on every start. */
  idOf(personId: string): string;
  /** The person behind an account id; null for an unknown one. */
  find(accountId: string): Person | null;
}

export function createAccounts(company: Company): Accounts {
  const byAccount = new Map(company.people.map((person) => [accountId(person.id), person]));
  return {
    idOf: (personId) => accountId(company.person(personId).id),
    find: (id) => byAccount.get(id) ?? null,
  };
}

/** Whether somebody may open Jira and Confluence themselves; everybody else of the company is a customer of its service desk. */
export function hasLicence(person: Person | null): person is Person {
  return person !== null && person.roles.length > 0;
}

function accountId(personId: string): string {
  const hex = createHash('sha1').update(personId).digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return `712020:${[...uuid, hex.slice(20, 32)].join('-')}`;
}
