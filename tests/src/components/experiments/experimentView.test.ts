// @vitest-environment jsdom
import {describe, expect, test} from "vitest";
import {
  ExperimentView,
  encodeList,
  type ViewChange,
  viewDefaults
} from "../../../../src/components/experiments/experimentView.js";
import {RunExplorer} from "../../../../src/components/experiments/runExplorer.js";
import {runsCsv} from "../../../../src/components/experiments/runsCsv.js";
import {shownColumns} from "../../../../src/components/experiments/tableColumns.js";
import {urlState} from "../../../../src/components/urlState.js";
import type {Experiment} from "../../../../src/lib/experiment/experiment.js";
import {manyRuns} from "../../../fixtures/manyRuns.js";

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const small = manyRuns({runs: 12, parameters: 8});
/** The same, with the last four on other data. */
const onTwoData: Experiment = {
  ...small,
  dataSources: [small.dataSources[0], {...small.dataSources[0], digest: "ab".repeat(32)}],
  runs: small.runs.map((run, i) => (i < 8 ? run : {...run, data: 1}))
};
const open = (experiment: Experiment, query = "") => {
  history.replaceState(null, "", `/experiments${query}`);
  return new ExperimentView(experiment, urlState(viewDefaults));
};

/** What the view has told of since. */
function watch(view: ExperimentView): string[][] {
  const changes: string[][] = [];
  view.subscribe((change: ViewChange) => changes.push([...change]));
  return changes;
}

describe("the view", () => {
  test("begins with the best run as the baseline, by the primary metric", () => {
    const view = open(small);
    expect(view.metric?.key).toBe("metric.auc");
    expect(view.baseline).toBe(small.runs[0]);
    expect(view.order).toMatchObject({descending: true});
    expect(view.matching).toHaveLength(12);
  });

  test("tells listeners what has changed, once, and nothing where nothing has", () => {
    const view = open(small);
    const changes = watch(view);
    view.change({metric: "logloss", order: ""});
    view.change({metric: "logloss"});
    view.toggle(small.runs[1].runId);
    expect(changes).toEqual([["metric"], ["selected"]]);
    expect(view.order).toMatchObject({descending: false});
  });

  test("keeps what the filter asked for while its text has a mistake", () => {
    const view = open(small);
    view.change({filter: "model = lightgbm"});
    const {matching} = view;
    view.change({filter: "model = lightgbm and acu > 1"});
    expect(view.matching).toEqual(matching);
    expect(view.mistake?.suggestion).toBe("auc");
    view.change({filter: ""});
    expect(view.mistake).toBeUndefined();
    expect(view.matching).toHaveLength(12);
  });

  test("goes back with the address", async () => {
    const view = open(small);
    view.change({filter: "model = lightgbm"});
    const changes = watch(view);
    history.back();
    await expect.poll(() => view.get("filter")).toBe("");
    expect(changes).toEqual([["filter"]]);
  });

  test("survives an address that names what is not there", () => {
    const view = open(
      small,
      "?metric=nope&baseline=gone&order=-what&columns=a,%25&group=x&selected=1,2&compare=3,4&data=ff"
    );
    expect(view.metric?.key).toBe("metric.auc");
    expect(view.baseline).toBe(small.runs[0]);
    expect(view.selected.size).toBe(0);
    expect(view.compared).toEqual([]);
    expect(shownColumns(view)).toEqual([]);
    expect(view.groupBy).toBeUndefined();
  });

  test("compares two to five runs", () => {
    const ids = small.runs.map(({runId}) => runId);
    expect(open(small, `?compare=${ids[0]}`).compared).toEqual([]);
    expect(open(small, `?compare=${ids.slice(0, 3).join()}`).compared).toEqual(small.runs.slice(0, 3));
    expect(open(small, `?compare=${ids.join()}`).compared).toHaveLength(5);
  });

  test("shows the runs of one data version, and those of another by a switch", () => {
    const view = open(onTwoData);
    expect(view.runs).toHaveLength(8);
    view.change({data: "abababab"});
    expect(view.runs).toEqual(onTwoData.runs.slice(8));
    expect(view.baseline).toBe(onTwoData.runs[8]);
  });
});

describe("the table's surroundings", () => {
  const explorer = (view: ExperimentView) => {
    const made = RunExplorer(view, {href: ({runId}) => `./run?id=${runId}`});
    document.body.replaceChildren(made);
    return made;
  };

  test("count the runs that are not shown by reason, and switch between data", () => {
    const view = open(onTwoData);
    const made = explorer(view);
    expect(made.querySelector(".left-out summary")?.textContent).toBe(
      "7 runs are not shown: 1 failed, 2 interrupted, 4 on other data"
    );
    const data = [...made.querySelectorAll("select")].find(({labels}) => labels[0]?.textContent === "Data");
    expect([...(data?.options ?? [])].map(({text}) => text)).toEqual([
      "Demo data, 5c1e7d0a (8)",
      "Demo data, abababab (4)"
    ]);
    if (!data) throw new Error("There is no switch.");
    data.value = "abababab";
    data.dispatchEvent(new Event("change"));
    expect(view.runs).toHaveLength(4);
    expect(made.querySelector(".matches")?.textContent).toBe("4 runs");
    expect(made.querySelector(".left-out summary")?.textContent).toContain("8 on other data");
  });

  test("have no switch for one data version", () => {
    const labels = [...explorer(open(small)).querySelectorAll("label")].map(({textContent}) => textContent);
    expect(labels).not.toContain("Data");
  });

  test("show an experiment without runs, and runs without metrics", () => {
    expect(explorer(open({...small, runs: [], championId: null})).textContent).toContain("No run has finished yet.");
    const bare = {...small, metrics: [], runs: small.runs.map((run) => ({...run, metrics: {}}))};
    const heads = [...explorer(open(bare)).querySelectorAll<HTMLElement>("thead th")].map(
      ({dataset}) => dataset.column
    );
    expect(heads.slice(0, 3)).toEqual(["name", "model", "param.boosting"]);
  });

  test("move rows instead of making them anew", () => {
    const view = open(small);
    const made = explorer(view);
    const row = made.querySelector<HTMLElement>(`tr[data-key="run:${small.runs[5].runId}"]`);
    row?.focus();
    view.change({order: "name"});
    view.change({filter: "auc > 0.1"});
    expect(made.querySelector(`tr[data-key="run:${small.runs[5].runId}"]`)).toBe(row);
    expect(document.activeElement).toBe(row);
  });

  test("show text from runs as text", () => {
    const evil = "<img src=x onerror=alert(1)>";
    const [first, ...others] = small.runs;
    const made = explorer(open({...small, runs: [{...first, name: evil, params: {[evil]: evil}}, ...others]}));
    expect(made.querySelector("img")).toBeNull();
    expect(made.textContent).toContain(evil);
  });
});

test("the table as CSV has every fold, the columns in their order, and the verdict", () => {
  const view = open(small, `?columns=${encodeList(["difference", "model"])}&filter=boosting%3Dgbdt`);
  const [head, ...lines] = runsCsv(view).trim().split("\n");
  expect(head).toBe(
    "run_id,name,auc,auc.fold_0,auc.fold_1,auc.fold_2,auc.fold_3,auc.fold_4,difference,difference.low,difference.high,verdict,model"
  );
  expect(lines).toHaveLength(8);
  expect(lines[1]).toMatch(/,(better|worse|too close to call),/);
});
