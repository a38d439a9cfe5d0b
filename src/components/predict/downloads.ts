import {html} from "htl";
import {saveFile} from "../saveFile.js";

export interface DownloadFile {
  name: string;
  /** What the file holds, such as its columns. */
  description: string;
  /** Made when asked for: half a million rows need not be formatted twice. */
  text: () => string;
}

/** Buttons that save results as files. */
export function Downloads(files: readonly DownloadFile[]): HTMLElement {
  return html`<div class="downloads">${files.map(
    (file) =>
      html`<button type="button" onclick=${() => saveFile(file.name, new Blob([file.text()], {type: "text/csv"}))}><strong>${file.name}</strong><small>${file.description}</small></button>`
  )}</div>`;
}
