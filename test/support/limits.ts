/** What every API says of a limit: which of which tries, by what, and for how long. */
export const TOO_MANY: string = expect.stringMatching(
  /^Too many (attempts|refreshes|mails) .*(from this address|for this account|for this account from this address); try again in \d+ seconds?$/,
);

/** The headers of a refusal (RFC 9110 §10.2.3, draft-ietf-httpapi-ratelimit-headers-10). */
export const LIMIT_HEADERS = {
  'retry-after': expect.stringMatching(/^[1-9]\d*$/),
  ratelimit: expect.stringMatching(/^"[a-z-]+\.(address|account|pair)";r=0;t=[1-9]\d*$/),
  'ratelimit-policy': expect.stringMatching(/^"[a-z-]+\.(address|account|pair)";q=[1-9]\d*;w=[1-9]\d*$/),
} as const;
