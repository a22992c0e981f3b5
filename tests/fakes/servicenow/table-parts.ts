/** What a table of the double is made of. */
export type FieldType =
  'string' | 'html' | 'integer' | 'boolean' | 'datetime' | 'date' | 'choice' | 'reference' | 'journal';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Table a reference points to. */
  readonly to?: string;
  /** Value -> what people read. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface Table {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  /** What stands for a record of it: shown for a reference. */
  readonly displayField: string;
  /** Holds what people work on: a requester, an assignee, comments. */
  readonly isTicket: boolean;
  /** The table whose records these are as well; null for one that stands alone. */
  readonly parent: string | null;
  /** REST refuses it to people without a role, who see their own records in a portal only. */
  readonly isForAgents: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  /** Whose words the full-text index holds. */
  readonly indexed: readonly string[];
}

/** What every table has. */
export const system: Field[] = [
  field('sys_id', 'Sys ID'),
  field('sys_created_on', 'Created', 'datetime'),
  field('sys_created_by', 'Created by'),
  field('sys_updated_on', 'Updated', 'datetime'),
  field('sys_updated_by', 'Updated by'),
  field('sys_mod_count', 'Updates', 'integer'),
  field('sys_class_name', 'Class'),
];

export function field(name: string, label: string, type: FieldType = 'string'): Field {
  return { name, label, type };
}

export function reference(name: string, label: string, to: string): Field {
  return { name, label, type: 'reference', to };
}

type Head = Pick<Table, 'name' | 'label' | 'plural' | 'displayField' | 'indexed'> &
  Partial<Omit<Table, 'fields'>>;

export function table(head: Head, fields: readonly Field[]): Table {
  return {
    isTicket: false,
    parent: null,
    isForAgents: false,
    ...head,
    fields: new Map(fields.map((each) => [each.name, each])),
  };
}
