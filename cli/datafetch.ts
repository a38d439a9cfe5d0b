import {findData} from "../data-loaders/dataset/ensureData.js";
import {demoDefaults, writeDemo} from "../data-loaders/demo/writeDemo.js";
import {UserError} from "../src/lib/errors.js";
import {runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "datafetch",
  summary: "Fills data/raw with train.csv and test.csv.",
  options: {
    demo: {kind: "switch", description: "make demo data instead of fetching Kaggle's files"},
    rows: {kind: "integer", description: "rows of each demo file", default: demoDefaults.rows, minimum: 1},
    seed: {
      kind: "integer",
      description: "seed of the demo data",
      default: demoDefaults.seed,
      minimum: 0,
      maximum: 2 ** 32 - 1
    },
    directory: {kind: "text", description: "where the data go", value: "DIRECTORY", default: "data"}
  },
  async run({options: {demo, rows, seed, directory}, signal}) {
    if (!demo)
      throw new UserError("credentials-missing", "Fetching from Kaggle needs credentials; --demo makes demo data.");
    const present = await findData(directory);
    const say = (what: string) => process.stdout.write(`${directory}/raw: ${what}\n`);
    if (present?.kind === "kaggle") {
      const message = `${directory}/raw holds Kaggle's files. Move them away to make demo data.`;
      throw new UserError("raw-files-in-the-way", message);
    }
    if (present?.trainRows === rows && present.testRows === rows && present.seed === seed)
      return void say(`these demo data are there already`);
    using progress = new Progress("Making demo data", {total: 2 * rows, unit: "rows"});
    await writeDemo(`${directory}/raw`, {rows, seed, signal, onProgress: (done) => progress.report(done)});
    progress.end();
    say(`demo data, ${rows.toLocaleString("en")} rows each for training and test (seed ${seed})`);
  }
});
