import {html} from "htl";
import {UserError} from "../../lib/errors.js";
import type {ScoredFile, ScoringProgress} from "../../lib/scoring/scoreBlob.js";
import {formatBytes, formatDuration, formatRows} from "../format.js";
import {DropZone} from "./dropZone.js";
import {ErrorNotice} from "./errorNotice.js";

export type ScoreFile = (
  file: Blob,
  options: {onProgress: (progress: ScoringProgress) => void; signal: AbortSignal}
) => Promise<ScoredFile>;

export interface ScoreFormOptions {
  score: ScoreFile;
  /** A file to try the page with. */
  sample?: {description: string; open: () => Promise<File>};
  /** Where the file goes. */
  promise?: string;
  /** Larger files are refused: their results would not fit a browser's memory comfortably. */
  maximumBytes?: number;
}

export interface ScoredUpload {
  name: string;
  bytes: number;
  scored: ScoredFile;
}

/** Takes a file, scores it with progress and a way to cancel, and shows what went wrong. Its value is the last result. */
export function ScoreForm({
  score,
  sample,
  promise = "The file never leaves your browser; the model runs in it.",
  maximumBytes = 1e9
}: ScoreFormOptions): HTMLElement & {value: ScoredUpload | null} {
  let value: ScoredUpload | null = null;
  /** A file that comes meanwhile takes its place. */
  let running: {controller: AbortController; name: string} | undefined;
  const status = html`<div class="score-status" aria-live="polite"></div>`;
  const trySample = html`<button type="button" class="link-button" onclick=${() => sample && attempt(sample.open)}>try it with a sample</button>`;
  const root = html`<div class="score-form">
    ${DropZone({onFile: (file) => attempt(async () => file)})}
    <p class="caption">${sample ? html`<span>No file yet? You can ${trySample} of ${sample.description}. </span>` : null}${promise}</p>
    ${status}
  </div>`;

  function show(result: ScoredUpload | null, ...content: (Node | string)[]): void {
    status.replaceChildren(...content);
    if (result === value) return;
    value = result;
    root.classList.toggle("done", result !== null);
    root.dispatchEvent(new Event("input", {bubbles: true}));
  }

  async function attempt(open: () => Promise<File>): Promise<void> {
    const controller = new AbortController();
    const stopped = running;
    running = {controller, name: ""};
    const ours = running;
    stopped?.controller.abort();
    root.setAttribute("aria-busy", "true");
    try {
      const file = await open();
      if (running !== ours) return;
      ours.name = file.name;
      if (file.size > maximumBytes) throw tooLarge(file, maximumBytes);
      const progress = Progress(file, {stopped: stopped?.name, onCancel: () => controller.abort()});
      show(null, progress.node);
      const scored = await score(file, {onProgress: progress.update, signal: controller.signal});
      if (running === ours) show({name: file.name, bytes: file.size, scored});
    } catch (error) {
      // Another file has taken its place, and says so.
      if (running !== ours) return;
      if (controller.signal.aborted) show(null, html`<p class="caption">Cancelled. Nothing was kept.</p>`);
      else show(null, ErrorNotice(error));
    } finally {
      if (running === ours) {
        running = undefined;
        root.removeAttribute("aria-busy");
      }
    }
  }

  return Object.defineProperty(root, "value", {get: () => value}) as HTMLElement & {value: ScoredUpload | null};
}

function tooLarge(file: File, maximumBytes: number): UserError {
  return new UserError(
    "file-too-large",
    `This file has ${formatBytes(file.size)}; this page takes up to ${formatBytes(maximumBytes)}. “npm run predict -- staged --input ${file.name}” scores files of any size.`,
    {file: file.name}
  );
}

interface ProgressOptions {
  /** The name of the file that was being scored until this one came. */
  stopped?: string;
  onCancel: () => void;
}

function Progress(
  file: File,
  {stopped, onCancel}: ProgressOptions
): {node: HTMLElement; update: (progress: ScoringProgress) => void} {
  const bar = html`<progress max="1" value="0" aria-label="Progress"></progress>` as HTMLProgressElement;
  const text = html`<span>Loading the model…</span>`;
  const start = performance.now();
  const node = html`<div class="score-progress">
    <strong>Scoring ${file.name}${stopped ? ` in place of ${stopped}, which was stopped` : ""}</strong>
    ${bar}
    ${text}
    <button type="button" onclick=${onCancel}>Cancel</button>
  </div>`;
  return {
    node,
    update({rows, bytes, totalBytes}) {
      bar.value = totalBytes > 0 ? bytes / totalBytes : 0;
      const read = `${formatRows(rows)}, ${formatBytes(Math.round(bytes))} of ${formatBytes(totalBytes)}`;
      text.textContent = [read, ...describeSpeed(bytes, totalBytes, (performance.now() - start) / 1000)].join("; ");
    }
  };
}

/** “210 MB/s, 3 s left”, once there is something to tell it by. */
function describeSpeed(bytes: number, totalBytes: number, seconds: number): string[] {
  if (bytes === 0 || seconds < 0.5) return [];
  const left = Math.ceil(((totalBytes - bytes) / bytes) * seconds) * 1000;
  return [`${formatBytes(Math.round(bytes / seconds))}/s`, `${formatDuration(left)} left`];
}
