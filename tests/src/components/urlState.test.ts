import {expect, test} from "vitest";
import {type AddressBar, urlState} from "../../../src/components/urlState.js";

function addressBar(href: string): AddressBar {
  const bar = {
    location: {href},
    history: {
      replaceState(_data: unknown, _unused: string, url: string) {
        bar.location.href = url;
      }
    }
  };
  return bar;
}

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
