import {existsSync} from "node:fs";
import process from "node:process";
import {type Browser, chromium} from "playwright-core";
import {UserError} from "../../src/lib/errors.js";
import {installDebianPackage} from "../steps/programs.js";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
];

/** The system's Chromium or Chrome; `CHROMIUM` names another. */
function findChromium(): string | undefined {
  return process.env.CHROMIUM ?? places.find((path) => existsSync(path));
}

/**
 * Installs Debian's Chromium where it is missing and this is root on Debian.
 * @throws UserError chromium-missing
 */
export function ensureChromium(): void {
  if (findChromium() !== undefined) return;
  installDebianPackage("chromium");
  if (findChromium() === undefined)
    throw new UserError(
      "chromium-missing",
      "The browser tests need Chromium or Chrome: install it (on Debian: apt-get install chromium), or set CHROMIUM to its path."
    );
}

/** Starts the browser without the services that look for other hosts. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync"
    ]
  });
}
