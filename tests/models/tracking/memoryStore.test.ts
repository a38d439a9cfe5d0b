import {describe, expect, test} from "vitest";
import {MemoryRunStore} from "../../../models/tracking/recorded/memoryStore.js";
import {formatRecording, parseRecording} from "../../../models/tracking/recorded/recordedRuns.js";
import {describeRunStore} from "./runStoreContract.js";

describe("runs in memory, recorded and read again", () => {
  describeRunStore(async () => {
    const store = new MemoryRunStore();
    return {store, reopen: () => new MemoryRunStore("recorded", parseRecording(formatRecording(store.wholeRuns())))};
  });

  test("the same runs give the same bytes and the same ids", async () => {
    const record = async () => {
      const store = new MemoryRunStore();
      const {runId} = await store.createRun({name: "a", params: {x: "1"}, startTime: 5});
      await store.writeArtifact(runId, "t.csv", new TextEncoder().encode("a,b\n1,2\n"));
      await store.finishRun(runId, "FINISHED", 6);
      return formatRecording(store.wholeRuns());
    };
    expect(await record()).toEqual(await record());
  });

  test("a damaged recording says so", () => {
    expect(() => parseRecording(new Uint8Array([31, 139, 8]))).toThrow("cannot be read");
  });
});
