-- JSON for Lua, as small as it can be: `decode` and `encode`.
--
-- Numbers are those of Lua: whole numbers are exact up to 2^53, which XUIDs fit. `null` is `json.null`, because a table cannot
-- hold nil. A table with an item at 1 is encoded as a list, and so is `json.list {}`; all others are objects.

local M = {}

M.null = setmetatable({}, { __tostring = function() return "null" end })

local list = {}
-- Marks a table as a list, for empty ones.
function M.list(items) return setmetatable(items, list) end

local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }

local function utf8(code)
  if code < 0x80 then return string.char(code) end
  if code < 0x800 then return string.char(0xC0 + math.floor(code / 0x40), 0x80 + code % 0x40) end
  local last = string.char(0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
  if code < 0x10000 then return string.char(0xE0 + math.floor(code / 0x1000)) .. last end
  return string.char(0xF0 + math.floor(code / 0x40000), 0x80 + math.floor(code / 0x1000) % 0x40) .. last
end

local function fail(at, problem) error(("JSON: %s at byte %d"):format(problem, at), 0) end

-- Reads a string whose opening quote is before `at`. Returns it, and the place behind it.
local function read_string(source, at)
  local parts = {}
  while true do
    local plain, stop = source:match('^([^"\\]*)()', at)
    parts[#parts + 1] = plain
    local letter = source:sub(stop + 1, stop + 1)
    if source:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    if source:sub(stop, stop) == "" then fail(stop, "the text ends inside a string") end
    if escapes[letter] then
      parts[#parts + 1] = escapes[letter]
      at = stop + 2
    else
      local code = tonumber(source:match("^u(%x%x%x%x)", stop + 1) or fail(stop, "a wrong escape"), 16)
      at = stop + 6
      -- Two escapes stand for a character beyond 16 bits.
      local low = code >= 0xD800 and code < 0xDC00 and source:match("^\\u(%x%x%x%x)", at)
      if low then
        code = 0x10000 + (code - 0xD800) * 0x400 + (tonumber(low, 16) - 0xDC00)
        at = at + 6
      end
      parts[#parts + 1] = utf8(code)
    end
  end
end

local words = { ["true"] = true, ["false"] = false, null = M.null }
local read

-- Reads the items up to the closing bracket.
local function read_items(source, at, close, read_item)
  local first = source:match("^%s*()", at)
  if source:sub(first, first) == close then return first + 1 end
  while true do
    local sign, behind = source:match("^%s*(.)()", read_item(at))
    if sign == close then return behind end
    if sign ~= "," then fail(behind or #source, "`,` or `" .. close .. "` is missing") end
    at = behind
  end
end

function read(source, at)
  local sign, start = source:match("^%s*(.)()", at)
  if sign == '"' then return read_string(source, start) end
  if sign == "{" then
    local object = {}
    return object, read_items(source, start, "}", function(from)
      local quote = source:match('^%s*"()', from) or fail(from, "a name is missing")
      local name, behind = read_string(source, quote)
      local value
      value, behind = read(source, source:match("^%s*:()", behind) or fail(behind, "`:` is missing"))
      object[name] = value
      return behind
    end)
  end
  if sign == "[" then
    local items = M.list {}
    return items, read_items(source, start, "]", function(from)
      local item, behind = read(source, from)
      items[#items + 1] = item
      return behind
    end)
  end
  local number, behind = source:match("^%s*(%-?%d+%.?%d*[eE]?[+-]?%d*)()", at)
  if number then return tonumber(number) or fail(at, "a wrong number"), behind end
  local word
  word, behind = source:match("^%s*(%l+)()", at)
  if words[word] == nil then fail(at, "a value is missing") end
  return words[word], behind
end

-- The value of a JSON text. Raises an error if the text is wrong.
function M.decode(source)
  local value, behind = read(source, 1)
  if source:find("%S", behind) then fail(behind, "something follows the value") end
  return value
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(letter) return ("\\u%04x"):format(letter:byte()) end) .. '"'
end

-- The JSON text of a value.
function M.encode(value)
  local kind = type(value)
  if value == M.null then return "null" end
  if kind == "string" then return quoted(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" then
    if value ~= value or value == math.huge or value == -math.huge then error("JSON has no such number", 0) end
    return value == math.floor(value) and ("%.0f"):format(value) or ("%.17g"):format(value)
  end
  if kind ~= "table" then error("JSON has no " .. kind, 0) end
  local parts = {}
  if value[1] ~= nil or getmetatable(value) == list then
    for index, item in ipairs(value) do parts[index] = M.encode(item) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for name, member in pairs(value) do
    parts[#parts + 1] = quoted(tostring(name)) .. ":" .. M.encode(member)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

return M
