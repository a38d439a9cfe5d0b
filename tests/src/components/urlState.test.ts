import {JSDOM} from "jsdom";
import {expect, test} from "vitest";
import {urlState} from "../../../src/components/urlState.js";

const addressBar = (url: string) => new JSDOM("", {url}).window;

test("reads what the address says and falls back on the defaults", () => {
  const state = urlState(
    {order: "-auc", filter: ""},
    addressBar("https://example.org/repo/experiments?filter=tuned%20auc%3E0.8")
  );
  expect(state.get("filter")).toBe("tuned auc>0.8");
  expect(state.get("order")).toBe("-auc");
});

test("writes only what differs from the defaults, and leaves other names and the fragment alone", () => {
  const bar = addressBar("https://example.org/experiments?other=1#chart");
  const state = urlState({order: "-auc", filter: ""}, bar);
  state.set({order: "name", filter: "a b"});
  expect(bar.location.href).toBe("https://example.org/experiments?other=1&order=name&filter=a+b#chart");
  state.set({order: "-auc", filter: ""});
  expect(bar.location.href).toBe("https://example.org/experiments?other=1#chart");
});

test("a deliberate change can be taken back, and the page hears of it", async () => {
  const bar = addressBar("https://example.org/experiments");
  const state = urlState({metric: "auc", filter: ""}, bar);
  state.set({filter: "tuned"});
  expect(bar.history.length).toBe(1);
  state.push({metric: "logloss"});
  state.push({metric: "logloss"});
  expect(bar.history.length).toBe(2);
  const returned = new Promise<void>((resolve) => {
    const end = state.onReturn(() => {
      end();
      resolve();
    });
  });
  bar.history.back();
  await returned;
  expect([state.get("metric"), state.get("filter")]).toEqual(["auc", "tuned"]);
});
