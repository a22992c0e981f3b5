import { sourceConfigSchema } from '../../lib/core/source';
import type { SourceScopes, SourceTest } from '../../lib/queries/sources';

export const previewSources = [
  {
    id: 'policy-intranet',
    product: 'confluence-dc',
    name: 'Acme wiki',
    baseUrl: 'https://wiki.acme.example/confluence',
  },
  {
    id: 'servicenow-k3v9',
    product: 'servicenow',
    name: 'ServiceNow',
    baseUrl: 'https://acme.service-now.com',
  },
  {
    id: 'jira-77ab',
    product: 'jira-dc',
    name: 'Jira',
    baseUrl: 'https://jira.acme.example',
    readPages: false,
  },
  {
    id: 'handbook-1x',
    product: 'mediawiki',
    name: 'IT operations handbook',
    baseUrl: 'http://handbook.intranet:8080/wiki',
    enabled: false,
  },
].map((source) => sourceConfigSchema.parse(source));

const answered: SourceTest = {
  ok: true,
  product: 'confluence-dc',
  productName: 'Confluence',
  baseUrl: 'https://wiki.acme.example/confluence',
  instanceName: 'Acme wiki',
  version: '9.2.1',
  user: 'Mara Lindqvist',
  error: null,
};

export const previewChecks = new Map<string, SourceTest | undefined>([
  ['policy-intranet', answered],
  [
    'servicenow-k3v9',
    { ...answered, ok: false, productName: 'ServiceNow', user: null, error: 'needs-open-tab' },
  ],
  ['jira-77ab', { ...answered, ok: false, productName: 'Jira', user: null, error: 'no-permission' }],
]);
export const previewTest = answered;

const bases = [
  'IT Knowledge',
  'HR Knowledge',
  'Security and Compliance',
  'Facilities',
  'Wissensdatenbank Produktionsplanung und Lagerlogistik Werk München',
  'Finance',
  'Field service',
  'Onboarding',
  'Archive',
];
export const previewScopes: SourceScopes = {
  noun: 'knowledge bases',
  choices: bases.map((name, at) => ({ key: at === 1 ? 'HR' : `KB${at}`, name })),
  error: null,
};
