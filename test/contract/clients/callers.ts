import type { Caller } from './generated-client.js';

type Module = Readonly<Record<string, unknown>>;

/** Functions that take one object, and tell an error from a success by the property that they fill. */
function heyApi(module: Module): Caller {
  return async (name, { input, bearer, moreHeaders }, connection) => {
    const operation = module[name] as (options: object) => Promise<HeyApiResult>;
    const headers = { ...connection.headers, ...input.headers, ...moreHeaders };
    const result = await operation({ ...connection, ...input, headers, ...(bearer !== undefined && { auth: bearer }) });
    if (!result.response) throw result.error;
    const { status, ok } = result.response;
    return { status, body: ok ? result.data : result.error };
  };
}

interface HeyApiResult {
  readonly data?: unknown;
  readonly error?: unknown;
  /** Missing where nothing was answered. */
  readonly response?: Response;
}

/** Methods in groups, which take one thing after the other and throw every error. Headers are left to the caller. */
function swaggerTypescriptApi(module: Module): Caller {
  const Api = module.Api as new (config: object) => Record<string, Record<string, unknown>>;
  return async (name, { input, bearer, moreHeaders }, { baseUrl, headers: always, fetch }) => {
    const securityWorker = () => ({ headers: { authorization: `Bearer ${bearer ?? ''}` } });
    const api = new Api({ baseUrl, customFetch: fetch, ...(bearer !== undefined && { securityWorker }) });
    const group = Object.values(api).find((candidate) => candidate instanceof Object && name in candidate);
    const method = group?.[name] as (...input: unknown[]) => Promise<SwaggerTypescriptResult>;
    const { path = {}, query, headers, body } = input;
    const given = [...Object.values(path), query, body].filter((part) => part !== undefined);
    const response = await method(...given, { headers: { ...always, ...headers, ...moreHeaders } }).catch(answered);
    return { status: response.status, body: response.ok ? response.data : response.error };
  };
}

type SwaggerTypescriptResult = Response & { readonly data: unknown; readonly error: unknown };

function answered(thrown: unknown): SwaggerTypescriptResult {
  if (thrown instanceof Error) throw thrown;
  return thrown as SwaggerTypescriptResult;
}

/** By the generator's name. */
export const CALLERS = { 'hey-api': heyApi, 'swagger-typescript-api': swaggerTypescriptApi } as const;
