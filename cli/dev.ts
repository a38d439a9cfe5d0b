import {provideData} from "../data-loaders/provide/provideData.js";
import {previewPages} from "../site/framework.js";
import {reportLoaders} from "../site/reportLoaders.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "dev",
  summary: "Shows the report while you edit it; pages reload as they change.",
  options: {port: {kind: "integer", description: "port to listen on", default: 3000, minimum: 1, maximum: 65_535}},
  async run({options}) {
    await provideData({onNotice: console.error});
    await previewPages({port: options.port, loaders: reportLoaders()});
  }
});
