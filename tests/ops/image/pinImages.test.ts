import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {pinImages} from "../../../ops/image/pinImages.js";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

it("pins each image of the Dockerfile and of compose.yaml, and nothing that is built here", async () => {
  const asked: string[] = [];
  const digestOf = async (name: string) => {
    asked.push(name);
    return digest("a");
  };
  const dockerfile = readFileSync("Dockerfile", "utf8");
  const pinned = await pinImages(dockerfile, digestOf);
  expect(pinned.match(/^FROM node:[\d.]+-bookworm-slim@sha256:a{64}/gm)).toHaveLength(2);
  expect(pinned).toMatch(/@sha256:a{64} AS build$/m);
  const compose = await pinImages(readFileSync("compose.yaml", "utf8"), digestOf);
  expect(compose.match(/@sha256:/g)).toHaveLength(4);
  const names = ["node", "valkey/valkey", "postgres", "prom/prometheus", "grafana/grafana"];
  expect(asked.map((name) => name.split(":")[0])).toEqual(names);
  const worker = await pinImages(readFileSync("ops/image/worker.Dockerfile", "utf8"), digestOf);
  expect(worker.match(/^FROM node:[\d.]+-bookworm-slim@sha256:a{64}/gm)).toHaveLength(2);
  // Again with what the registries have later.
  const later = await pinImages(pinned, async () => digest("b"));
  expect(later).toBe(pinned.replaceAll(digest("a"), digest("b")));
});
