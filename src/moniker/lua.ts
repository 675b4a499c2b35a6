/**
 * The script of the Lua filter that stands first in the chain: it turns a request's path into the header
 * `x-moniker-key: <canonical path>/`, which the route table looks up. It is a constant: it knows the grammar and
 * nothing of the catalog, so that no edit of a catalog ever changes a listener.
 *
 * `monikerKeyOf` in path.ts is its twin; a test holds the two together on a real Envoy.
 */
export const MONIKER_LUA = `local VERBS = { resolve = true, fetch = true, describe = true, list = true, lineage = true, metadata = true }
local UNITS = { Y = true, M = true, W = true, D = true }
local SLASH = 47

local function byte_of(hex)
  return string.char(tonumber(hex, 16))
end

-- YYYYMMDD, nY, nM, nW, nD, latest, previous
local function is_date(value)
  if value:find("^[0-9]+$") then return #value == 8 end
  local unit = value:match("^[0-9]+([A-Za-z])$")
  if unit then return UNITS[unit:upper()] == true end
  local word = value:lower()
  return word == "latest" or word == "previous"
end

-- Every segment: a letter or digit, then letters, digits, "_", "." or "-", at most 128 in all.
local function is_canonical(path)
  if path == "" or path:find("[^A-Za-z0-9_./-]") then return false end
  if path:find("^[_.-]") or path:find("/[_./-]") then return false end
  if #path > 128 then
    for segment in path:gmatch("[^/]+") do
      if #segment > 128 then return false end
    end
  end
  return true
end

-- Drops the "@id" of one segment that is not the last. Every step here takes linear time, whatever the path.
local function without_id(m)
  local at = m:find("@", 1, true)
  if not at or at == 1 or m:byte(at - 1) == SLASH then return m end
  local stop = m:find("[/@]", at + 1)
  if not stop or stop == at + 1 or m:byte(stop) ~= SLASH then return m end
  return m:sub(1, at - 1) .. m:sub(stop)
end

local function trimmed(m)
  local first, last = m:find("[^/]"), #m
  if not first then return "" end
  while m:byte(last) == SLASH do last = last - 1 end
  return m:sub(first, last)
end

-- The canonical path of a moniker, or nil if it is none.
local function canonical(m)
  m = m:gsub("^moniker:/+", "")
  local at, slash = m:find("@", 1, true), m:find("/", 1, true)
  if at and (not slash or at < slash) then
    local namespace = m:sub(1, at - 1)
    if #namespace > 64 or not namespace:find("^[A-Za-z][A-Za-z0-9_-]*$") then return nil end
    m = m:sub(at + 1)
  end
  local head, last = m:match("^(.*)/([^/]*)$")
  if head and last:find("^[vV][0-9]+$") then
    m = head
    head, last = m:match("^(.*)/([^/]*)$")
  end
  if head and last:sub(1, 5) == "date@" and is_date(last:sub(6)) then m = head end
  m = trimmed(without_id(m))
  if is_canonical(m) then return m end
  return nil
end

function envoy_on_request(handle)
  local headers = handle:headers()
  headers:remove("x-moniker-key")
  local path = headers:get(":path") or ""
  path = path:match("^[^?]*")
  if path:find("%", 1, true) then
    path = path:gsub("%%([0-9A-Fa-f][0-9A-Fa-f])", byte_of):match("^[^?]*")
  end
  if path == "/resolve/batch" then return end
  local verb, rest = path:match("^/([a-z]+)/(.+)$")
  if not verb or not VERBS[verb] then return end
  local key = canonical(rest)
  if key then headers:replace("x-moniker-key", key .. "/") end
end
`;
