import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Every ban names its way out; a ban is put into a zone by listing it there. */
const SYNTAX = {
  now: {
    selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: 'Inject Clock from #platform/clock and use clock.now().',
  },
  synchronize: {
    selector:
      "Property[key.name='synchronize']:not([value.value=false]), CallExpression[callee.property.name='synchronize']",
    message: 'The schema changes by migrations only: see CONTRIBUTING.md, "Write a migration".',
  },
  unrunTest: {
    selector: 'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|failing)$/]',
    message: 'Every test runs, always: finish it or delete it.',
  },
  unrunTestAlias: {
    selector:
      "CallExpression[callee.name=/^(fdescribe|fit|xdescribe|xit|xtest)$/], CallExpression[callee.type='MemberExpression'][callee.object.name=/^(fdescribe|fit|xdescribe|xit|xtest)$/]",
    message: 'Every test runs, always: finish it or delete it.',
  },
  manyParameters: {
    selector:
      ":matches(FunctionDeclaration, ArrowFunctionExpression, MethodDefinition[kind!='constructor'] > FunctionExpression)[params.length>4]",
    message: 'Past three or four parameters, take one named object.',
  },
  manyCollaborators: {
    selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>8]",
    message: 'A class with so many collaborators has a second subject: split it.',
  },
};

const PROPERTIES = {
  now: { object: 'Date', property: 'now', message: 'Inject Clock from #platform/clock and use clock.now().' },
  random: { object: 'Math', property: 'random', message: 'Inject Random from #platform/random.' },
  environment: {
    object: 'process',
    property: 'env',
    message: 'Declare a section with defineSection from #platform/config and inject its values.',
  },
};

const IMPORTS = {
  crypto: {
    regex: '^(node:)?crypto$',
    message: 'Use #platform/crypto and #platform/random; what they lack belongs into them.',
  },
  environment: {
    regex: '^(node:)?process$',
    importNames: ['env'],
    message: 'Declare a section with defineSection from #platform/config and inject its values.',
  },
  httpErrors: {
    regex: '^@nestjs/common$',
    importNamePattern: '^(Http\\w+|\\w+Exception)$',
    message: 'Throw an error class of the module itself (a CoreError in the core); each dialect words it for HTTP.',
  },
  httpRoutes: {
    regex: '^@nestjs/common$',
    importNamePattern:
      '^(Controller|Get|Head|Post|Put|Patch|Delete|All|Req|Request|Res|Response|Headers|Body|Query|Param)$',
    message: 'The core speaks no HTTP: routes live in a dialect or beside them in apps/identity.',
  },
};

const GLOBALS = {
  console: { name: 'console', message: 'Inject the logger from #platform/logging.' },
  crypto: { name: 'crypto', message: 'Use #platform/crypto and #platform/random.' },
};

const TEST_BANS = [SYNTAX.unrunTest, SYNTAX.unrunTestAlias];
const SHIPPED_SYNTAX = [SYNTAX.now, SYNTAX.synchronize, SYNTAX.manyParameters, SYNTAX.manyCollaborators, ...TEST_BANS];

const SPECS = ['**/*.spec.ts', '**/*-spec.ts'];
const LAUNCH = ['apps/*/launch/**', 'libs/platform/launch/**'];
const READS_ENVIRONMENT = [
  'apps/identity/src/program.ts',
  'apps/cli/src/configuration.ts',
  'apps/identity/src/configuration.ts',
  'ormconfig.ts',
];

/** @param {{ syntax?: object[], properties?: object[], imports?: object[], globals?: object[] }} bans */
function banned({ syntax = [], properties = [], imports = [], globals = [] }) {
  return {
    'no-restricted-syntax': ['error', ...syntax],
    'no-restricted-properties': properties.length > 0 ? ['error', ...properties] : 'off',
    'no-restricted-imports': imports.length > 0 ? ['error', { patterns: imports }] : 'off',
    'no-restricted-globals': globals.length > 0 ? ['error', ...globals] : 'off',
  };
}

export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    name: 'types are strict',
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-else-return': 'error',
      'no-param-reassign': 'error',
      'no-return-assign': 'error',
      'no-self-compare': 'error',
      'no-sequences': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-control-regex': 'off',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A Nest module is often an empty class that a decorator describes.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Hooks of Fastify and Nest may be async without awaiting: a throw is then a rejection.
      '@typescript-eslint/require-await': 'off',
      // A row of a table is a plain object of its entity's shape, with or without the class.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Leaves every file with decorators alone: there the compiler itself (TS1272) tells what Nest needs as a value.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Lengths are counted in code points.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    name: 'code is small and calm',
    files: ['apps/**/*.{ts,mjs}', 'libs/**/*.{ts,mjs}', 'ormconfig.ts'],
    ignores: [...SPECS, 'libs/core/src/schema/migrations/**'],
    rules: {
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    name: 'shipped code asks the platform',
    files: ['apps/**/*.ts', 'libs/**/*.{ts,mjs}', 'ormconfig.ts'],
    rules: banned({
      syntax: SHIPPED_SYNTAX,
      properties: Object.values(PROPERTIES),
      imports: [IMPORTS.crypto, IMPORTS.environment],
      globals: Object.values(GLOBALS),
    }),
  },
  {
    name: 'the start reads the environment',
    files: READS_ENVIRONMENT,
    rules: banned({
      syntax: SHIPPED_SYNTAX,
      properties: [PROPERTIES.now, PROPERTIES.random],
      imports: [IMPORTS.crypto],
      globals: Object.values(GLOBALS),
    }),
  },
  {
    name: 'the core has no HTTP in it',
    files: ['libs/core/**/*.ts'],
    rules: banned({
      syntax: SHIPPED_SYNTAX,
      properties: Object.values(PROPERTIES),
      imports: [IMPORTS.crypto, IMPORTS.environment, IMPORTS.httpErrors, IMPORTS.httpRoutes],
      globals: Object.values(GLOBALS),
    }),
  },
  {
    name: 'the platform touches the machine',
    files: ['libs/platform/**/*.{ts,mjs}'],
    rules: banned({
      syntax: [SYNTAX.synchronize, SYNTAX.manyParameters, SYNTAX.manyCollaborators, ...TEST_BANS],
      imports: [IMPORTS.httpErrors],
      globals: [GLOBALS.console],
    }),
  },
  {
    name: 'specs beside the code hold the clock',
    files: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts'],
    rules: banned({
      syntax: [SYNTAX.now, SYNTAX.synchronize, ...TEST_BANS],
      properties: [PROPERTIES.now, PROPERTIES.random],
    }),
  },
  {
    name: 'tests from outside are clients like others',
    files: ['test/**/*.{ts,mjs}'],
    rules: banned({ syntax: [SYNTAX.synchronize, ...TEST_BANS] }),
  },
  {
    name: 'a test has bodies without a type, modules without a body, and looks at methods',
    files: [...SPECS, 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    name: 'plain JavaScript gives a parsed text its type in a comment, which only the compiler reads',
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    name: 'launch scripts are JavaScript before anything is installed',
    files: LAUNCH,
    rules: banned({ syntax: TEST_BANS }),
  },
  {
    name: 'tools configure themselves',
    files: ['.*.{mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
);
