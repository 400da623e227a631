import { defineScript } from '@redis/client';

/**
 * The arithmetic of `allowance.ts` where the counters are, so that a try is judged and counted on all its
 * keys in one step, whoever else is counting. A tally is the text `count:opensAt:endsAt`.
 *
 * ARGV: now, then for each key whether it is a delay (1) or a window (0), points, the first pause and the
 * ceiling of a delay, how long it lasts; all but points in milliseconds. Answers, for each key, how long it
 * has to wait and its tally afterwards.
 */
const TAKE = `
local now = tonumber(ARGV[1])
local function read(key)
  local text = redis.call('GET', key)
  if not text then return nil end
  local count, opens, ends = string.match(text, '^(%d+):(%d+):(%d+)$')
  if not count or tonumber(ends) <= now then return nil end
  return { tonumber(count), tonumber(opens), tonumber(ends), text }
end
local waits, tallies, longest = {}, {}, 0
for i, key in ipairs(KEYS) do
  local at = 5 * i - 3
  local tally, wait = read(key), 0
  if tally and ARGV[at] == '1' then wait = math.max(0, tally[2] - now)
  elseif tally and tally[1] >= tonumber(ARGV[at + 1]) then wait = tally[3] - now end
  waits[i], tallies[i], longest = wait, tally, math.max(longest, wait)
end
local answer = {}
for i, key in ipairs(KEYS) do
  local at = 5 * i - 3
  local tally = tallies[i]
  local text = tally and tally[4] or ''
  if longest == 0 then
    local points, lasts = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 4])
    local count = (tally and tally[1] or 0) + 1
    local opens, ends = 0, tally and tally[3] or now + lasts
    if ARGV[at] == '1' then
      local pause = 0
      if count >= points then pause = math.min(tonumber(ARGV[at + 2]) * 2 ^ (count - points), tonumber(ARGV[at + 3])) end
      opens = now + pause
      ends = opens + lasts
    end
    text = string.format('%d:%.0f:%.0f', count, opens, ends)
    redis.call('SET', key, text, 'PX', string.format('%.0f', ends - now))
  end
  answer[i] = { string.format('%.0f', waits[i]), text }
end
return answer
`;

/** ARGV: for each key the points of its allowance. Takes one back, as `givenBack` does. */
const GIVE_BACK = `
for i, key in ipairs(KEYS) do
  local text = redis.call('GET', key)
  local count, opens, ends = string.match(text or '', '^(%d+):(%d+):(%d+)$')
  if count then
    count = math.max(0, tonumber(count) - 1)
    if count < tonumber(ARGV[i]) then opens = '0' end
    redis.call('SET', key, string.format('%d:%s:%s', count, opens, ends), 'KEEPTTL')
  end
end
return 0
`;

export const countingScripts = {
  takeClaims: defineScript({
    SCRIPT: TAKE,
    parseCommand(parser, keys: string[], values: string[]) {
      parser.pushKeysLength(keys);
      parser.push(...values);
    },
    transformReply: (reply: [string, string][]) => reply,
  }),
  giveBackClaims: defineScript({
    SCRIPT: GIVE_BACK,
    parseCommand(parser, keys: string[], values: string[]) {
      parser.pushKeysLength(keys);
      parser.push(...values);
    },
    transformReply: (reply: number) => reply,
  }),
};
