--[[
  commit.v2: replaces the state of a scope if it is still the one that the member has seen.

  KEYS[1]  the state, a hash of: text, stamp, version, at (ms), time (ms), shift (ms), line

  ARGV[1]  stamp of the state that the member has seen: '' for none, '?' to read what there is
  ARGV[2]  stamp of the new state; '' to write nothing
  ARGV[3]  time of the commit as the member reckons it (ms)
  ARGV[4]  latest time that the member was ever told (ms)
  ARGV[5]  how long the new state is kept (ms)
  ARGV[6]  channel; '' for none. The message is 'v2', '>' and the first in line, stamp, version, at (ms), time (ms) and text,
           with spaces between. If only the line has changed, it ends after the time (ms): 'v2 >member time'
  ARGV[7]  text of the new state
  ARGV[8]  the member

  Reply    status, time (ms), version, at (ms), stamp, text, first in line: all strings
           status is 'done', 'early' (ARGV[3] lies ahead of the server's time), or 'changed', which alone has a text
]]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local stored = redis.call('HMGET', KEYS[1], 'stamp', 'version', 'at', 'time', 'shift', 'line')
local stamp = stored[1] or ''
local version = tonumber(stored[2] or '0')
local at = stored[3] or '0'
local shift = tonumber(stored[5] or '0')

-- The server's clock was set back, or a server took over whose clock is behind: the time goes on from where it was.
local back = math.max(0, tonumber(stored[4] or '0') - now)
back = back + math.max(0, tonumber(ARGV[4]) - (now + shift + back))
shift = shift + back
local time = now + shift
local times = { 'time', string.format('%.3f', now), 'shift', string.format('%.3f', shift) }
if back > 0 and stamp ~= '' then redis.call('HSET', KEYS[1], unpack(times)) end
local told = string.format('%.3f', time)

-- The line: members that came too late, in the order in which they try again. Who is silent for half a second has left it.
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

-- The members that wait hear of it without a command of theirs. A user without the right to publish has members that poll.
local function publish(...)
  if ARGV[6] ~= '' then redis.pcall('PUBLISH', ARGV[6], table.concat({ 'v2', '>' .. first(), ... }, ' ')) end
end

-- The member's command ran before, and only its reply was lost.
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
