import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom, by folder. The architecture test (tests/architecture.test.ts) checks the same table against
 * the whole tree, cycles and type imports included; here it shows while typing.
 */
const zones = {
  core: [],
  platform: ['core'],
  retrieval: ['core'],
  sites: ['core', 'platform'],
  connectors: ['core', 'platform'],
  engines: ['core', 'platform'],
  storage: ['core', 'platform'],
  import: ['core', 'platform'],
};
const folders = [
  'core', 'platform', 'retrieval', 'sites', 'connectors', 'engines', 'storage', 'assist', 'messaging', 'queries',
  'host', 'background', 'page', 'import',
]; // prettier-ignore

export default tseslint.config(
  { ignores: ['.output', '.wxt', '.cache', 'demo-output', 'test-output', 'coverage', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Objects here are closures without `this`; their functions may be passed on.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  ...Object.entries(zones).map(([folder, allowed]) => ({
    files: [`lib/${folder}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: folders
                .filter((other) => other !== folder && !allowed.includes(other))
                .map((other) => `**/${other}/*`),
              message: `lib/${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing else'}.`,
            },
          ],
        },
      ],
    },
  })),
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  {
    // happy-dom, recorded answers and fakes hand out values that only a test knows the shape of.
    files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
);
