import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {parse} from "yaml";

interface ComposeService {
  image?: string;
  build?: string | {context?: string; dockerfile?: string; dockerfile_inline?: string};
  command?: string[];
  ports?: string[];
  volumes?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
}

const compose: {services: Record<string, ComposeService>; volumes: Record<string, unknown>} = parse(
  readFileSync("compose.yaml", "utf8")
);
const services = Object.entries(compose.services);

describe("compose.yaml", () => {
  it("has the report beside MLflow on PostgreSQL, workers with their queue, Prometheus and Grafana", () => {
    const names = ["grafana", "mlflow", "postgres", "prometheus", "redis", "report", "worker"];
    expect(Object.keys(compose.services).sort()).toEqual(names);
    expect(compose.services.report).toMatchObject({build: ".", read_only: true, cap_drop: ["ALL"]});
  });

  it.each(services)("%s: an exact version, ports of this machine alone, no new rights", (_, service) => {
    if (service.build === undefined) expect(service.image).toMatch(/:v?\d+\.\d+(\.\d+)?$/);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(service.security_opt).toEqual(["no-new-privileges:true"]);
  });

  it("has the MLflow that the tests have, on the database that is there", () => {
    const {build, command = []} = compose.services.mlflow;
    const versions = typeof build === "object" ? build.dockerfile_inline?.match(/[\w-]+==[\d.]+/g) : [];
    const tested = readFileSync("tests/requirements.txt", "utf8").split("\n");
    expect(versions).toHaveLength(2);
    for (const version of versions ?? []) expect(tested).toContain(version);
    expect(command).toContain("--backend-store-uri=postgresql+psycopg2://mlflow:mlflow@postgres:5432/mlflow");
    expect(compose.services.postgres.ports).toBeUndefined();
  });

  it("mounts files and volumes that exist", () => {
    const sources = services.flatMap(([, {volumes = []}]) => volumes.map((volume) => volume.split(":")[0]));
    for (const source of sources) {
      // Made by the commands.
      if (source === "./data") continue;
      if (source.startsWith("./")) expect(existsSync(source), source).toBe(true);
      else expect(compose.volumes).toHaveProperty(source);
    }
  });
});
