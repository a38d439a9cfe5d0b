import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {strToU8, type Zippable, zip} from "fflate";
import {listFiles} from "../../dataset/files.js";

const guide = `Transaction report

dashboards.html   Open this one: it needs no server, no network and no other file.
report/           The whole report, for any static host. A browser does not run a page's modules from a disk, so it
                  has to come from a host: put the folder on one, or serve it from here by, for example,
                      python3 -m http.server --directory report
                  and open http://localhost:8000/index.html. Scoring a file and the runs' own pages are only there.
`;

/** Earliest time that a zip file knows, in local time: the same files make the same archive. */
const time = new Date(1980, 0, 1);
/** Compressed already. */
const packed = /\.(png|gz|zip|woff2)$/;

/** The built report, the dashboards and a guide to them, as a zip file. */
export async function reportArchive(report: string, dashboards: string): Promise<Uint8Array> {
  const files: Zippable = {"README.txt": strToU8(guide), "dashboards.html": strToU8(dashboards)};
  for (const path of await listFiles(report))
    files[`report/${path}`] = [await readFile(join(report, path)), {level: packed.test(path) ? 0 : 6}];
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Promise((resolve, reject) =>
    zip(sorted, {mtime: time}, (error, bytes) => (error ? reject(error) : resolve(bytes)))
  );
}
