import {spawnSync} from "node:child_process";
import {expect, test} from "vitest";

/** npm itself, on this project; without the variables of the npm that may have started the tests. */
function npm(...args: string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const {status, stdout, stderr} = spawnSync("npm", args, {env, encoding: "utf8"});
  return {status, output: `${stdout}${stderr}`};
}

const npx = (...args: string[]) => npm("exec", "--offline", "--", ...args);

test.each([
  [
    ["train", "lightgbm", "--set=learning_rate=0.3", "--set=num_leaves=9", "--name=x"],
    "train -- lightgbm --set learning_rate=0.3 --set num_leaves=9 --name x"
  ],
  [["train", "lightgbm", "--set", "learning_rate=0.3"], "train -- lightgbm --set learning_rate=0.3"],
  [["train", "lightgbm", "--set", "a=1", "--data", "x"], "train -- lightgbm --set NAME=VALUE --data FOLDER"],
  [["kfolds", "--folds=3"], "kfolds -- --folds 3"],
  [["submit", "--no-wait", "--message=a b"], "submit -- --message 'a b' --no-wait"],
  [["start", "--port=4000"], "start -- --port 4000"]
])(
  "options that npm takes for its own are refused with the right spelling: %j",
  (args, meant) => {
    const {status, output} = npm("run", ...args);
    expect(status).toBe(1);
    expect(output).toContain(`npm took the options for its own. Write -- before them: npm run ${meant}\n`);
  },
  60_000
);

test("the package's program takes options as they are", () => {
  expect(npx("transaction-report", "kfolds", "--folds=one")).toEqual({
    status: 1,
    output: "Option --folds needs a whole number, not “one”.\n"
  });
  expect(npx("transaction-report", "kfold")).toMatchObject({
    status: 1,
    output: expect.stringMatching(/^There is no command “kfold”; the commands are: .+\bkfolds\b.+\.\n$/)
  });
}, 60_000);
