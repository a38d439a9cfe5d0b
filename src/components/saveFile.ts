import {html} from "htl";

/** Has the browser save a file. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  html`<a href=${url} download=${name}></a>`.click();
  // The browser has taken hold of the file by the next turn of the event loop; a minute is beyond doubt.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
