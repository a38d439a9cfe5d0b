import {describe, expect, it} from "vitest";
import {kaggleEndpoint} from "../../../data-loaders/kaggle/api.js";
import {archiveLink, competitionName, fileLink, listFiles} from "../../../data-loaders/kaggle/competition.js";
import {key, StandInKaggle, token, username} from "../../fixtures/kaggle/standInKaggle.js";
import {competitionFiles, connectTo, hasty, startKaggle, userError} from "./setUp.js";

/** Has the API answer a request for the archive with a status, as often as it is asked. */
async function refused(kaggle: StandInKaggle, status: number, body?: unknown, headers?: Record<string, string>) {
  for (let i = 0; i < hasty.tries; ++i) kaggle.api.faults.push({kind: "status", status, body, headers});
  return userError(archiveLink(await connectTo(kaggle), kaggle.competition));
}

describe("the API", () => {
  it("is asked with an access token, or with name and key", async () => {
    const kaggle = await startKaggle();
    kaggle.publish(competitionFiles(3));
    await archiveLink(await connectTo(kaggle), kaggle.competition);
    const {KAGGLE_API_ENDPOINT} = kaggle.env;
    const env = {KAGGLE_API_ENDPOINT, KAGGLE_USERNAME: username, KAGGLE_KEY: key};
    await archiveLink(await connectTo(kaggle, {env}), kaggle.competition);
    expect(kaggle.api.requests.map(({path}) => path)).toEqual(
      Array(2).fill("/api/v1/competitions.CompetitionApiService/DownloadDataFiles")
    );
    expect(kaggle.api.requests.map(({headers}) => headers.authorization?.split(" ")[0])).toEqual(["Bearer", "Basic"]);
  });

  it("lists all files, page by page", async () => {
    const kaggle = await startKaggle();
    kaggle.publish(competitionFiles(3));
    const files = await listFiles(await connectTo(kaggle), kaggle.competition);
    expect(files.map(({name}) => name)).toEqual(["sample_submission.csv", "test.csv", "train.csv"]);
    expect(files[2]).toEqual({
      name: "train.csv",
      bytes: kaggle.files["train.csv"].length,
      created: "2019-02-12T08:00:00Z"
    });
    expect(kaggle.calls).toEqual(["ListDataFiles", "ListDataFiles"]);
  });

  it("is asked again after 429, 500 and a broken connection", async () => {
    const kaggle = await startKaggle();
    kaggle.publish(competitionFiles(3));
    const nested = {error: {code: 429, message: "Too many requests", status: "RESOURCE_EXHAUSTED"}};
    kaggle.api.faults.push({kind: "status", status: 429, body: nested}, {kind: "status", status: 500, body: "<html>"});
    const notices: string[] = [];
    const api = await connectTo(kaggle, {onNotice: (notice) => notices.push(notice)});
    expect((await archiveLink(api, kaggle.competition)).pathname).toBe(kaggle.archivePath);
    expect(notices).toEqual([
      "Kaggle gets too many requests from you; trying again in 1 s.",
      "Kaggle cannot answer now (status 500); trying again in 1 s."
    ]);
  });

  it("never gets credentials where they would travel in the open", () => {
    expect(kaggleEndpoint({}).href).toBe("https://api.kaggle.com/v1/");
    expect(kaggleEndpoint({KAGGLE_API_ENDPOINT: "https://www.kaggle.com"}).href).toBe("https://www.kaggle.com/api/v1/");
    for (const endpoint of ["http://api.kaggle.com", "http://localhost.example.com", "ftp://localhost", "kaggle"]) {
      expect(() => kaggleEndpoint({KAGGLE_API_ENDPOINT: endpoint})).toThrow(
        expect.objectContaining({code: "kaggle-endpoint-invalid"})
      );
    }
  });
});

describe("what Kaggle refuses", () => {
  it("is told to someone without credentials, with the way to get some", async () => {
    const kaggle = await startKaggle();
    const {KAGGLE_API_ENDPOINT} = kaggle.env;
    const error = await userError(connectTo(kaggle, {env: {KAGGLE_API_ENDPOINT}}));
    expect(error.code).toBe("kaggle-no-credentials");
    expect(error.message).toContain("https://www.kaggle.com/settings");
  });

  it("names the source of credentials that are not accepted", async () => {
    const kaggle = await startKaggle();
    const api = await connectTo(kaggle, {env: {...kaggle.env, KAGGLE_API_TOKEN: "stale"}});
    expect(await userError(archiveLink(api, kaggle.competition))).toMatchObject({
      code: "kaggle-unauthorized",
      message:
        "Kaggle does not accept the credentials from KAGGLE_API_TOKEN (“Unauthorized”). Create new ones at https://www.kaggle.com/settings."
    });
  });

  it("names the page where the rules are accepted", async () => {
    const kaggle = await startKaggle();
    kaggle.rulesAccepted = false;
    const error = await userError(archiveLink(await connectTo(kaggle), kaggle.competition));
    expect(error.code).toBe("kaggle-rules-not-accepted");
    expect(error.message).toContain("https://www.kaggle.com/competitions/stand-in/rules");
    kaggle.rulesAccepted = true;
    const denied = {code: 403, message: "Permission 'competitions.participate' was denied"};
    expect((await refused(kaggle, 403, denied)).code).toBe("kaggle-rules-not-accepted");
    expect((await refused(kaggle, 403, "<html>")).message).toContain("/competitions/stand-in/rules");
  });

  it("names a competition or a file that is not there", async () => {
    const kaggle = await startKaggle();
    const api = await connectTo(kaggle);
    expect(await userError(archiveLink(api, "santa"))).toMatchObject({
      code: "kaggle-competition-not-found",
      place: {value: "santa"}
    });
    expect(await userError(fileLink(api, kaggle.competition, "tain.csv"))).toMatchObject({
      code: "kaggle-file-not-found",
      message: "Kaggle has no file “tain.csv” in the competition “stand-in”."
    });
  });

  it("is recognised in an answer with status 200, too", async () => {
    const kaggle = await startKaggle();
    expect((await refused(kaggle, 200, {code: 404, message: "gone"})).code).toBe("kaggle-competition-not-found");
  });

  it("is final when it does not pass", async () => {
    const kaggle = await startKaggle();
    expect(await refused(kaggle, 503)).toMatchObject({
      code: "kaggle-unavailable",
      message: "Kaggle cannot answer now (status 503). Try again later."
    });
    expect(await refused(kaggle, 429, {}, {"retry-after": "3600"})).toMatchObject({
      code: "kaggle-too-many-requests",
      message: "Kaggle gets too many requests from you and asks to wait 3600 s. Try again later."
    });
    expect(kaggle.calls).toHaveLength(hasty.tries + 1);
  });

  it("is told when the answer is none that this client knows", async () => {
    const kaggle = await startKaggle();
    expect((await refused(kaggle, 200, "<html>")).code).toBe("kaggle-unexpected-answer");
    kaggle.api.faults.length = 0;
    expect((await refused(kaggle, 302, "", {location: "ftp://elsewhere/file"})).code).toBe("kaggle-unexpected-answer");
  });

  it("never shows a secret that the server sends back", async () => {
    const kaggle = await startKaggle();
    const message = `Bad token ${token} at https://host/x?Signature=abc`;
    const error = await refused(kaggle, 400, {code: 400, message});
    expect(error.message).toBe("Kaggle refused (status 400) (“Bad token [secret] at https://host/x?[secret]”).");
  });
});

it("says in one sentence that there is no network", async () => {
  const kaggle = await startKaggle();
  const gone = await StandInKaggle.start();
  await gone[Symbol.asyncDispose]();
  // A name below .invalid is never found.
  for (const endpoint of [gone.api.origin, "https://kaggle.invalid"]) {
    const api = await connectTo(kaggle, {env: {...kaggle.env, KAGGLE_API_ENDPOINT: endpoint}});
    const error = await userError(archiveLink(api, kaggle.competition));
    expect(error.code).toBe("network-unreachable");
    expect(error.message).toMatch(/ cannot be reached \(E\w+\); this computer may be offline\. Try again later\.$/);
  }
});

it("says in one sentence that the connection cannot be trusted, and does not try again", async () => {
  const kaggle = await startKaggle();
  // It speaks plain HTTP, which is no certificate.
  const env = {...kaggle.env, KAGGLE_API_ENDPOINT: kaggle.api.origin.replace("http:", "https:")};
  const notices: string[] = [];
  const api = await connectTo(kaggle, {env, onNotice: (notice) => notices.push(notice)});
  const error = await userError(archiveLink(api, kaggle.competition));
  expect(error.code).toBe("connection-not-trusted");
  expect(error.message).toMatch(/^The encrypted connection to 127\.0\.0\.1:\d+ cannot be trusted \(ERR_SSL_\w+\)\./);
  expect(notices).toEqual([]);
});

it("takes a competition's address for its name, and nothing that is neither", () => {
  expect(competitionName("titanic")).toBe("titanic");
  expect(competitionName("https://www.kaggle.com/competitions/titanic/data?select=x")).toBe("titanic");
  expect(competitionName("https://www.kaggle.com/c/titanic")).toBe("titanic");
  for (const wrong of ["", "../etc", "a b", "https://example.com/competitions/titanic"]) {
    expect(() => competitionName(wrong)).toThrow(expect.objectContaining({code: "kaggle-competition-name"}));
  }
});
