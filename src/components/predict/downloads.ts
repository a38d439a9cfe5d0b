import {html} from "htl";

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
      html`<button type="button" onclick=${() => save(file)}><strong>${file.name}</strong><small>${file.description}</small></button>`
  )}</div>`;
}

function save({name, text}: DownloadFile): void {
  const url = URL.createObjectURL(new Blob([text()], {type: "text/csv"}));
  html`<a href=${url} download=${name}></a>`.click();
  // The browser has taken hold of the file by the next turn of the event loop; a minute is beyond doubt.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
