import { type Command, Option } from 'commander';
import { AdministrationModule, COMMAND_LINE, ServiceKeysAdministration } from '#core/administration';
import { API_KEY_SCOPES, type ApiKey, type ApiKeyScope, MAX_LIFETIME_DAYS } from '#core/api-keys';
import { Clock, secondsAfter } from '#platform/clock';
import type { Answer } from '../running/answer.js';
import { leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { orderOf, paged, type PageOptions, upTo, withNext } from '../running/paging.js';
import type { Call, Runner } from '../running/runner.js';
import { facts, table } from '../terminal/layout.js';

const MODULES = [AdministrationModule];
const DAY_SECONDS = 86_400;
const HEADINGS = ['ID', 'NAME', 'SCOPES', 'MADE BY', 'CREATED', 'EXPIRES', 'LAST USED', 'REVOKED'];

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly ApiKeyScope[];
  readonly days: number;
}

/** `rosetta apikey …`: keys by which programs administer the service. */
export function addApiKeyCommands(apikey: Command, runner: Runner): void {
  leaf(apikey, {
    syntax: 'create',
    about: `Make a key and print it, once: it is kept as a digest. Scopes: ${API_KEY_SCOPES.join(', ')}.`,
    examples: [
      'apikey create --name reports --scope overview:read audit:read',
      'apikey create --name provisioning --scope accounts:write --days 30 --json',
    ],
  })
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'what it is good for').choices(API_KEY_SCOPES).makeOptionMandatory())
    .option('--days <count>', `for how long, at most ${MAX_LIFETIME_DAYS} days`, upTo(MAX_LIFETIME_DAYS), 90)
    .action(runner.within<[], CreateOptions>(MODULES, createApiKey));
  const list = leaf(apikey, {
    syntax: 'list',
    about: 'List all keys that ever were, the newest first; never what they are.',
    examples: ['apikey list', 'apikey list --json'],
  });
  paged(list).action(runner.within<[], PageOptions>(MODULES, listApiKeys));
  leaf(apikey, {
    syntax: 'revoke <id>',
    about: 'Have a key be refused from now on.',
    args: { id: 'its id, as `apikey list` shows it' },
    examples: ['apikey revoke 0199…'],
  }).action(
    runner.within<[string], object>(MODULES, async ({ get }, id) => {
      const apiKey = await get(ServiceKeysAdministration).revokeApiKey(COMMAND_LINE, id);
      return { data: shownApiKey(apiKey), text: `Revoked ${apiKey.name}; it is refused from the next request on.` };
    }),
  );
}

async function createApiKey({ get, options }: House & Call<CreateOptions>): Promise<Answer> {
  const { name, scope: scopes, days: lifetime } = options;
  const expiresAt = secondsAfter(get(Clock).now(), lifetime * DAY_SECONDS);
  const { apiKey, secret } = await get(ServiceKeysAdministration).createApiKey(COMMAND_LINE, {
    name,
    scopes,
    expiresAt,
  });
  const text = facts([
    ['key', secret],
    ['id', apiKey.id],
    ['name', apiKey.name],
    ['scopes', apiKey.scopes.join(' ')],
    ['expires', apiKey.expiresAt],
  ]);
  const data = { ...shownApiKey(apiKey), key: secret };
  return { data, text: `${text}\n\nThe key is shown this once; keep it where secrets are kept.` };
}

async function listApiKeys({ get, options }: House & Call<PageOptions>): Promise<Answer> {
  const { rows, next } = await get(ServiceKeysAdministration).listApiKeys(COMMAND_LINE, orderOf(options));
  const cells = rows.map(({ id, name, scopes, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }) => {
    return [id, name, scopes.join(' '), createdBy, createdAt, expiresAt, lastUsedAt, revokedAt];
  });
  const text = table(HEADINGS, cells, 'There is no key.');
  return { data: { apiKeys: rows.map(shownApiKey), next: next ?? null }, text: withNext(text, next) };
}

function shownApiKey(apiKey: ApiKey) {
  const { id, name, scopes, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt } = apiKey;
  return { id, name, scopes, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt };
}
