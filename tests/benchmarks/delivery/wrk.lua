-- Asks for each line of the file PATHS in turn: an address, then a tab and an ETag where one is to be sent.
local requests, at = {}, 0

init = function()
  for line in io.lines(os.getenv("PATHS")) do
    local path, etag = line:match("([^\t]+)\t?(.*)")
    local headers = { Accept = "application/json" }
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

request = function()
  at = at % #requests + 1
  return requests[at]
end

done = function(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    'RESULT {"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "failed": %d, "refused": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), failed, summary.errors.status
  ))
end
