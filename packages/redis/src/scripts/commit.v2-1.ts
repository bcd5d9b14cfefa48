import type { Script } from './Script.ts'

/** Made of `commit.v2-1.lua` by `pnpm generate`. */
export const commitV2: Script = {
  name: 'commit.v2',
  keys: 1,
  sha1: '9459eb4cd5fa2ad70e0253305585de2c40cac005',
  lua: `-- @bando/redis commit.v2
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local stored = redis.call('HMGET', KEYS[1], 'stamp', 'version', 'at', 'time', 'shift', 'line')
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
local told = string.format('%.3f', time)
local line = {}
local place
for member, since in string.gmatch(stored[6] or '', '(%S+)@(%S+)') do
  if member == ARGV[8] then
    place = #line + 1
  elseif tonumber(since) > time - 500 then
    line[#line + 1] = member .. '@' .. since
  end
end
local function first()
  return string.match(line[1] or '', '^[^@]+') or ''
end
local function reply(status, text)
  return { status, told, tostring(version), at, stamp, text or '', first() }
end
local function publish(...)
  if ARGV[6] ~= '' then redis.pcall('PUBLISH', ARGV[6], table.concat({ 'v2', '>' .. first(), ... }, ' ')) end
end
if ARGV[2] ~= '' and stamp == ARGV[2] then return reply('done') end
if ARGV[2] ~= '' and stamp ~= '' and stamp ~= ARGV[1] then
  table.insert(line, place or #line + 1, ARGV[8] .. '@' .. told)
  redis.call('HSET', KEYS[1], 'line', table.concat(line, ' '))
elseif ARGV[2] == '' and place then
  redis.call('HSET', KEYS[1], 'line', table.concat(line, ' '))
  publish(told)
end
if stamp ~= ARGV[1] then return reply('changed', redis.call('HGET', KEYS[1], 'text') or '') end
if tonumber(ARGV[3]) > time + 5 then return reply('early') end
if ARGV[2] == '' then return reply('done') end
version = version + 1
stamp = ARGV[2]
at = ARGV[3]
local waiting = table.concat(line, ' ')
redis.call('HSET', KEYS[1], 'text', ARGV[7], 'stamp', stamp, 'version', version, 'at', at, 'line', waiting, unpack(times))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
publish(stamp, tostring(version), at, told, ARGV[7])
return reply('done')
`,
}
