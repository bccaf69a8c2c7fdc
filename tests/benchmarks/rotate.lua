-- Asks what a file lists, in turn: a path a line, and after a space the tag to ask with, where there is one. Ends with a line of JSON.
local asked, at = {}, 0

function init(args)
   for line in io.lines(args[1]) do
      local path, tag = line:match("^(%S+) ?(.*)$")
      asked[#asked + 1] = wrk.format("GET", path, tag ~= "" and { ["If-None-Match"] = tag } or {})
   end
end

function request()
   at = at % #asked + 1
   return asked[at]
end

function done(summary, latency)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format('{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"failed":%d}\n', summary.requests,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
