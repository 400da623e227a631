const NAP_TOKENS = ['session_token', 'refresh_token'];

/** All places in which the service hands out a secret, by method and path, and the fields that hold it. */
const HANDED_OUT: readonly (readonly [place: RegExp, fields: readonly string[]])[] = [
  [/^POST \/auth\/register$/, ['clientSecret']],
  [/^GET \/auth\/client$/, ['clientSecret']],
  [/^POST \/auth\/regenerate-client-credentials$/, ['clientSecret']],
  [/^POST \/auth\/login\/client$/, ['token']],
  [/^POST \/api\/v1\/auth\/login$/, ['token']],
  [/^GET \/api\/v1\/auth\/refresh$/, ['token']],
  [/^POST \/dev\/public-api\/api\/auth\/sign-in$/, ['accessToken', 'refreshToken']],
  [/^POST \/dev\/public-api\/api\/auth\/refresh$/, ['accessToken', 'refreshToken']],
  [/^POST \/api\/v3\/auth\/login$/, ['accessToken', 'refreshToken']],
  [/^POST \/api\/v3\/auth\/token\/refresh$/, ['accessToken', 'refreshToken']],
  [/^POST \/api\/auth\/(?:signup|login)$/, [...NAP_TOKENS, 'completionSecret', 'flowId']],
  [/^POST \/api\/auth\/refresh$/, NAP_TOKENS],
  [/^POST \/api\/auth\/flow\/[^/]+\/complete$/, NAP_TOKENS],
  [/^GET \/api\/auth\/flow\/[^/]+$/, ['id']],
  [/^POST \/admin\/v1\/accounts\/[^/]+\/clients$/, ['clientSecret']],
];

/** The one refusal that comes with one: whoever has to verify an address first may look at the flow. */
const HANDED_OUT_BY_REFUSAL: readonly [place: RegExp, status: number, fields: readonly string[]] = [
  /^POST \/api\/auth\/login$/,
  403,
  ['flowId'],
];

/** The fields in which an answer of that status may hold a secret. */
export function handedOutBy(method: string, path: string, status: number): readonly string[] {
  const place = `${method} ${path.split('?')[0]?.replace(/(.)\/$/, '$1') ?? ''}`;
  if (status < 400) return HANDED_OUT.find(([pattern]) => pattern.test(place))?.[1] ?? [];
  const [refusing, refusal, fields] = HANDED_OUT_BY_REFUSAL;
  return refusing.test(place) && status === refusal ? fields : [];
}
