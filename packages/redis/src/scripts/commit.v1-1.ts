import type { Script } from './Script.ts'

/** Made of `commit.v1-1.lua` by `pnpm generate`. */
export const commitV1: Script = {
  name: 'commit.v1',
  keys: 1,
  sha1: '5c3ff8be484451497f8593a7545fd5f01a5868c3',
  lua: `-- @bando/redis commit.v1
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local stored = redis.call('HMGET', KEYS[1], 'stamp', 'version', 'at', 'time', 'shift')
local stamp = stored[1] or ''
local version = tonumber(stored[2] or '0')
local at = stored[3] or '0'
local shift = tonumber(stored[5] or '0')
local back = math.max(0, tonumber(stored[4] or '0') - now)
back = back + math.max(0, tonumber(ARGV[4]) - (now + shift + back))
shift = shift + back
local time = now + shift
local times = { 'time', string.format('%.3f', now), 'shift', string.format('%.3f', shift) }
if back > 0 and stamp ~= '' then redis.call('HSET', KEYS[1], unpack(times)) end
local function reply(status, text)
  return { status, string.format('%.3f', time), tostring(version), at, stamp, text or '' }
end
if ARGV[2] ~= '' and stamp == ARGV[2] then return reply('done') end
if stamp ~= ARGV[1] then return reply('changed', redis.call('HGET', KEYS[1], 'text') or '') end
if tonumber(ARGV[3]) > time + 5 then return reply('early') end
if ARGV[2] == '' then return reply('done') end
version = version + 1
stamp = ARGV[2]
at = ARGV[3]
redis.call('HSET', KEYS[1], 'text', ARGV[7], 'stamp', stamp, 'version', version, 'at', at, unpack(times))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
if ARGV[6] ~= '' then
  local head = { stamp, tostring(version), at, string.format('%.3f', time) }
  redis.pcall('PUBLISH', ARGV[6], table.concat(head, ' ') .. ' ' .. ARGV[7])
end
return reply('done')
`,
}
