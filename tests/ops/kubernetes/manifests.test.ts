import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {parse, parseAllDocuments} from "yaml";
import {queueName, queuePrefix} from "../../../models/sweeps/queue/trialQueue.js";

interface Container {
  name: string;
  image: string;
  resources: {requests?: Record<string, string>; limits?: Record<string, string>};
  securityContext: object;
  env?: {name: string; value: string}[];
  startupProbe?: {httpGet?: {path: string}};
  readinessProbe?: {httpGet?: {path: string}};
  livenessProbe?: {httpGet?: {path: string}};
}

interface Manifest {
  kind: string;
  metadata: {name: string};
  spec: {
    selector?: {matchLabels: object};
    scaleTargetRef?: {name: string};
    triggers?: {name: string; metadata: Record<string, string>}[];
    advanced?: {scalingModifiers: {formula: string}};
    template?: {
      metadata: {labels: object};
      spec: {containers: Container[]; terminationGracePeriodSeconds?: number; securityContext: object};
    };
  };
}

const folder = "ops/kubernetes";
const kustomization: {resources: string[]; images: {name: string}[]} = parse(
  readFileSync(join(folder, "kustomization.yaml"), "utf8")
);
const manifests = kustomization.resources.flatMap((name) =>
  parseAllDocuments(readFileSync(join(folder, name), "utf8")).map((document): Manifest => document.toJSON())
);
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const pods = ofKind("Deployment").map(({metadata, spec}) => ({name: metadata.name, ...spec, pod: spec.template?.spec}));
const containers = pods.flatMap(({pod}) => pod?.containers ?? []);

describe("ops/kubernetes", () => {
  it("lists every file, with the images that are built here", () => {
    const files = readdirSync(folder).filter((name) => name !== "kustomization.yaml");
    expect(kustomization.resources.toSorted()).toEqual(files.sort());
    const own = containers.map(({image}) => image).filter((image) => !image.includes(":"));
    expect(kustomization.images.map(({name}) => name)).toEqual(own);
  });

  it.each(pods)("$name: limits, no rights, and labels that its selector finds", ({selector, template, pod}) => {
    expect(template?.metadata.labels).toEqual(selector?.matchLabels);
    expect(pod?.securityContext).toMatchObject({runAsNonRoot: true, seccompProfile: {type: "RuntimeDefault"}});
    for (const {resources, securityContext} of pod?.containers ?? []) {
      expect(Object.keys(resources.requests ?? {})).toEqual(["cpu", "memory"]);
      expect(Object.keys(resources.limits ?? {})).toEqual(["cpu", "memory"]);
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: {drop: ["ALL"]}
      });
    }
  });

  it("asks the API for what it answers, and gives it the time that it takes to end", () => {
    const api = pods.find(({name}) => name === "api")?.pod;
    const [container] = api?.containers ?? [];
    expect(container?.startupProbe?.httpGet?.path).toBe("/ready");
    expect(container?.readinessProbe?.httpGet?.path).toBe("/ready");
    expect(container?.livenessProbe?.httpGet?.path).toBe("/health");
    const drain = Number(container?.env?.find(({name}) => name === "DRAIN_SECONDS")?.value);
    // SHUTDOWN_SECONDS is 30.
    expect(api?.terminationGracePeriodSeconds).toBeGreaterThan(drain + 30);
  });

  it("scales and protects Deployments that there are, the workers by the lists of the queue", () => {
    const names = pods.map(({name}) => name);
    for (const {spec} of [...ofKind("HorizontalPodAutoscaler"), ...ofKind("ScaledObject")])
      expect(names).toContain(spec.scaleTargetRef?.name);
    const selectors = pods.map(({selector}) => selector);
    for (const {spec} of ofKind("PodDisruptionBudget")) expect(selectors).toContainEqual(spec.selector);
    const [scaled] = ofKind("ScaledObject");
    const lists = scaled?.spec.triggers?.map(({metadata}) => metadata.listName);
    expect(lists).toEqual(["wait", "active"].map((list) => `${queuePrefix}:${queueName}:${list}`));
    const triggers = scaled?.spec.triggers?.map(({name}) => name);
    expect(scaled?.spec.advanced?.scalingModifiers.formula).toBe(triggers?.join(" + "));
  });
});

describe("ops/render/render.yaml", () => {
  it("builds the Dockerfile that is there, and asks for what the server answers", () => {
    const {services}: {services: Record<string, unknown>[]} = parse(readFileSync("ops/render/render.yaml", "utf8"));
    expect(services).toMatchObject([
      {type: "web", runtime: "docker", dockerfilePath: "./Dockerfile", healthCheckPath: "/ready"}
    ]);
    expect(readFileSync("Dockerfile", "utf8")).toMatch(/^FROM /m);
  });
});
