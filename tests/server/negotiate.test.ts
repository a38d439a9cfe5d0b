import {expect, it} from "vitest";
import {negotiateFormat} from "../../server/results/negotiate.js";

it.for([
  [undefined, "application/json"],
  ["*/*", "application/json"],
  ["text/csv", "text/csv"],
  ["text/*", "text/csv"],
  ["application/x-ndjson, application/json;q=0.5", "application/x-ndjson"],
  ["application/json;q=0, */*", "application/x-ndjson"],
  ["text/html, */*;q=0.1", "application/json"],
  ["TEXT/CSV; charset=utf-8", "text/csv"]
] as const)("%s likes %s best", ([accept, mediaType]) => {
  expect(negotiateFormat(accept).mediaType).toBe(mediaType);
});

it.for(["text/html", "*/*;q=0", "nonsense"])("%s allows nothing that there is", (accept) => {
  expect(() => negotiateFormat(accept)).toThrow(expect.objectContaining({code: "not-acceptable"}));
});
