import process from "node:process";
import {deploy} from "../ops/image/deployHook.js";
import {readAddress} from "../ops/monitor/target.js";
import {UserError} from "../src/lib/errors.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "deploy",
  summary: "Calls the deploy hook of a host (DEPLOY_HOOK_URL), and waits until DEPLOY_URL is ready.",
  options: {},
  async run() {
    const {DEPLOY_HOOK_URL: hook, DEPLOY_URL: address} = process.env;
    if (!hook) throw new UserError("no-deploy-hook", "DEPLOY_HOOK_URL is not set; the host's settings show it.");
    await deploy(readAddress("DEPLOY_HOOK_URL", hook), {
      address: address ? new URL(`${readAddress("DEPLOY_URL", address).href.replace(/\/$/, "")}/`) : undefined
    });
    console.log(address ? "Deployed: the host is ready." : "Deployment started.");
  }
});
