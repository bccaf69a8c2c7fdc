"""HTTP itself: requests, responses, problems, compression, the response cache, links and metrics."""
