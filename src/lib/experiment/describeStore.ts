import type {DataSource} from "./dataSource.js";

/** The default name of the experiment, after the competition that the report began with. */
const defaultExperiment = "santander-transactions";

/** Where runs are from: the experiment and its store. Of a table of one's own the default name would say other things. */
export function describeStore({
  experiment,
  store,
  dataSource: {kind}
}: {
  experiment: string;
  store: string;
  dataSource: Pick<DataSource, "kind">;
}): string {
  return kind === "file" && experiment === defaultExperiment ? store : `“${experiment}” (${store})`;
}
