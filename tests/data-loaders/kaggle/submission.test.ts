import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {checkSubmission, submissionScore, submit, waitForScore} from "../../../data-loaders/kaggle/submission.js";
import {token} from "../../fixtures/kaggle/standInKaggle.js";
import {connectTo, startKaggle, temporaryDirectory, userError} from "./setUp.js";

const predictions = "ID_code,target\ntest_0,0.25\ntest_1,1e-3\n";

function written(text: string, name = "submission.csv"): string {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, text);
  return path;
}

async function prepare() {
  const kaggle = await startKaggle();
  const api = await connectTo(kaggle);
  const entry = {file: written(predictions), description: "the tuned one"};
  return {kaggle, api, submitIt: () => submit(api, kaggle.competition, entry)};
}

describe("submitting", () => {
  it("uploads the file without credentials and enters it", async () => {
    const {kaggle, submitIt} = await prepare();
    expect(await submitIt()).toBe(4242);
    expect(kaggle.storage.uploads.map(String)).toEqual([predictions]);
    expect(kaggle.storage.server.requests[0].headers.authorization).toBeUndefined();
    expect(kaggle.entries).toEqual([
      {competitionName: "stand-in", blobFileTokens: "blob-token", submissionDescription: "the tuned one"}
    ]);
    const start: unknown = JSON.parse(kaggle.api.requests[0].body.toString());
    expect(start).toMatchObject({fileName: "submission.csv", contentLength: predictions.length});
  });

  it("uploads again when the upload fails", async () => {
    const {kaggle, submitIt} = await prepare();
    kaggle.storage.server.faults.push({kind: "status", status: 503});
    await submitIt();
    expect(kaggle.storage.uploads).toHaveLength(1);
    expect(kaggle.calls).toEqual(["StartSubmissionUpload", "StartSubmissionUpload", "CreateSubmission"]);
  });

  it("does not spend a second entry when it is unknown whether the first has arrived", async () => {
    const {kaggle, api, submitIt} = await prepare();
    await submitIt();
    const calls = kaggle.calls.length;
    // The upload's call is answered well; the entry's is not.
    const create = api.call("competitions.CompetitionApiService/CreateSubmission", {}, undefined, {once: true});
    kaggle.api.faults.push({kind: "status", status: 502});
    const error = await userError(create);
    expect(error).toMatchObject({code: "kaggle-unavailable"});
    expect(error.message).toMatch(/may have received it nevertheless/);
    expect(kaggle.calls).toHaveLength(calls + 1);
  });
});

describe("the score", () => {
  it("is waited for", async () => {
    const {kaggle, api} = await prepare();
    kaggle.submissionAnswers = [
      {},
      {status: "PENDING"},
      {status: "COMPLETE", publicScore: "0.90123", privateScore: "0.89987"}
    ];
    let looks = 0;
    const score = await waitForScore(api, kaggle.competition, 4242, {interval: 1, onLook: () => ++looks});
    expect(score).toEqual({status: "complete", publicScore: "0.90123", privateScore: "0.89987", problem: undefined});
    expect(looks).toBe(2);
  });

  it("comes with Kaggle's reason where there is none, without secrets", async () => {
    const {kaggle, api} = await prepare();
    kaggle.submissionAnswers = [{status: "ERROR", errorDescription: `Evaluation failed: ${token}`}];
    expect(await userError(waitForScore(api, kaggle.competition, 4242))).toMatchObject({
      code: "kaggle-submission-failed",
      message: "Kaggle could not score the submission: Evaluation failed: [secret]"
    });
  });

  it("is left to the user when it takes too long", async () => {
    const {kaggle, api} = await prepare();
    kaggle.submissionAnswers = [{status: "pending"}];
    const error = await userError(waitForScore(api, kaggle.competition, 4242, {interval: 1, patience: 5}));
    expect(error.code).toBe("kaggle-submission-pending");
    expect(error.message).toContain("https://www.kaggle.com/competitions/stand-in/submissions");
    expect((await submissionScore(api, kaggle.competition, 4242)).status).toBe("pending");
  });
});

describe("a file to submit", () => {
  const sample = "ID_code,target\ntest_0,0\ntest_1,0\n";

  it("is counted when it is right, with or without the competition's sample", async () => {
    expect(await checkSubmission(written(predictions))).toBe(2);
    expect(await checkSubmission(written(predictions), written(sample))).toBe(2);
    expect(await checkSubmission(written(predictions.replaceAll("\n", "\r\n")), written(sample))).toBe(2);
    expect(await checkSubmission(written(predictions), "/nowhere/sample.csv")).toBe(2);
  });

  const wrong: [string, string, object][] = [
    ["it is empty", "", {code: "submission-header"}],
    ["it has a header alone", "ID_code,target\n", {code: "submission-header"}],
    ["its columns are others", "ID_code,probability\ntest_0,1\n", {code: "submission-header"}],
    ["a probability is no number", "ID_code,target\ntest_0,high\n", {code: "submission-not-a-number", place: {row: 1}}],
    ["a probability is missing", "ID_code,target\ntest_0,\n", {code: "submission-not-a-number", place: {row: 1}}],
    [
      "an id is another",
      "ID_code,target\ntest_0,0\ntest_2,0\n",
      {code: "submission-ids", place: {row: 2, value: "test_2"}}
    ],
    ["an id is missing", "ID_code,target\ntest_0,0\n", {code: "submission-ids"}],
    ["there is one more", `${sample}test_2,0\n`, {code: "submission-ids", place: {row: 3}}]
  ];
  it.each(wrong)("costs no entry when %s", async (_, text, error) => {
    expect(await userError(checkSubmission(written(text), written(sample)))).toMatchObject(error);
  });

  it("is asked for when it is not there", async () => {
    expect(await userError(checkSubmission("/nowhere/submission.csv"))).toMatchObject({
      code: "submission-missing",
      message: "There is no file /nowhere/submission.csv. “npm run predict” makes a submission."
    });
  });
});
