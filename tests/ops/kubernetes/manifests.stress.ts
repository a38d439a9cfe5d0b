import {spawnSync} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {expect, test} from "vitest";

// kubernetes-validate of PyPI, with the schemas of Kubernetes' API, and no field beside them.

const program = process.env.KUBERNETES_VALIDATE;

function validate(file: string): {code: number | null; text: string} {
  const {status, stdout, stderr} = spawnSync(program ?? "", ["--strict", file], {encoding: "utf8"});
  return {code: status, text: stdout + stderr};
}

test.skipIf(program === undefined).each(["namespace", "api", "redis", "workers"])(
  "%s.yaml is what Kubernetes' API takes (needs KUBERNETES_VALIDATE)",
  async (name) => {
    const file = `ops/kubernetes/${name}.yaml`;
    const {code, text} = validate(file);
    expect(code, text).toBe(0);
    const folder = await mkdtemp(join(tmpdir(), "manifests-"));
    try {
      const wrong = join(folder, "wrong.yaml");
      await writeFile(wrong, (await readFile(file, "utf8")).replace(/^metadata:$/m, "metadatas: {}\nmetadata:"));
      expect(validate(wrong).code).not.toBe(0);
    } finally {
      await rm(folder, {recursive: true});
    }
  }
);
