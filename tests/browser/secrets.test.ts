import {existsSync, readFileSync} from "node:fs";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {expect} from "vitest";
import {itNeeds} from "../needs.js";
import {plantedSecret} from "../steps/plantedSecrets.js";

// They lie in the copy of the checkout that npm test builds the report in, and nowhere else.
const planted = existsSync(".env") && readFileSync(".env", "utf8").includes(plantedSecret);

itNeeds("the build of npm test, which plants secrets", planted)(
  "finds none of the secrets that were planted before the report was built",
  async () => {
    const entries = await readdir("dist", {recursive: true, withFileTypes: true});
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(10);
    const encodings = [plantedSecret, Buffer.from(plantedSecret).toString("base64").replace(/=+$/, "")];
    const found: string[] = [];
    for (const file of files) {
      const content = await readFile(file);
      if (encodings.some((text) => content.includes(text))) found.push(file);
    }
    expect(found).toEqual([]);
  }
);
