import {html} from "htl";
import {isFormula} from "../../lib/csv/csvWriter.js";
import {type ApiAddress, scoreByApi} from "../../lib/inference/apiScores.js";
import {type Endpoint, type FirstAnswer, firstAnswer} from "../../lib/inference/fallback.js";
import type {ScoredFile} from "../../lib/scoring/scoreBlob.js";
import type {ScoreFile} from "./scoreForm.js";

const here = "this browser";

/** What scored a file, and what could not. */
export type ScoreOrigin = Pick<FirstAnswer<unknown>, "from" | "unavailable">;

/** Scores with their origin. An API does not say what it checked. */
interface PlacedFile extends ScoredFile {
  origin: ScoreOrigin;
}

export interface ScoreByApisOptions {
  /** Scores in this browser: the last resort. */
  scoreFile: ScoreFile;
  /** What relative addresses are relative to. */
  base?: string;
}

/** Scores by the first API that answers, and in this browser if none does. */
export function scoreByApis(
  apis: readonly ApiAddress[],
  {scoreFile, base = document.baseURI}: ScoreByApisOptions
): ScoreFile {
  return async (file, {onProgress, signal}): Promise<PlacedFile> => {
    const start = performance.now();
    onProgress({rows: 0, bytes: 0, totalBytes: file.size});
    const endpoints = apis.map(
      ({name, address}): Endpoint<ScoredFile> => ({
        name,
        async ask(signal) {
          const scores = await scoreByApi(file, {address: new URL(address, base), signal});
          return {
            ...scores,
            hasFormulaIds: scores.ids.some(isFormula),
            findings: [],
            milliseconds: performance.now() - start
          };
        }
      })
    );
    const browser: Endpoint<ScoredFile> = {
      name: here,
      ask: (signal) => scoreFile(file, {onProgress, signal})
    };
    const {answer, ...origin} = await firstAnswer([...endpoints, browser], {signal});
    return {...answer, origin};
  };
}

/** Says what scored the file, and why nothing before it did; nothing where only this browser was asked. */
export function OriginNotice(scored: ScoredFile): HTMLElement | null {
  const origin = originOf(scored);
  if (origin === undefined) return null;
  const reasons = origin.unavailable.map(({name, reason}) => `${capitalize(name)} ${reason.replace(/\.$/, "")}.`);
  return html`<p class="caption" role="status">Scored by <strong>${origin.from}</strong>. ${reasons.join(" ")}</p>`;
}

function originOf(scored: ScoredFile | PlacedFile): ScoreOrigin | undefined {
  return "origin" in scored ? scored.origin : undefined;
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
