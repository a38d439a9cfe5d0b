import {html} from "htl";

export interface DropZoneOptions {
  onFile: (file: File) => void;
}

/** A large target for a CSV: drop a file, click, or press Enter or Space; it is a file input with a label around it. */
export function DropZone({onFile}: DropZoneOptions): HTMLElement {
  const input =
    html`<input type="file" class="visually-hidden" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain">` as HTMLInputElement;
  const zone = html`<label class="drop-zone">
    ${input}
    <strong>Drop a CSV here</strong>
    <span class="drop-button">or choose a file</span>
  </label>`;

  function take(files: FileList | null | undefined): void {
    const file = files?.[0];
    if (file) onFile(file);
  }

  input.addEventListener("change", () => {
    take(input.files);
    // So that the same file, once corrected, can be chosen again.
    input.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("dragging");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("dragging"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("dragging");
    take(event.dataTransfer?.files);
  });
  return zone;
}

/** A file dropped beside the zone would otherwise replace the page. */
export function ignoreStrayDrops(target: EventTarget = window): void {
  for (const type of ["dragover", "drop"]) target.addEventListener(type, (event) => event.preventDefault());
}
