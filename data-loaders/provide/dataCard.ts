import {rm} from "node:fs/promises";
import {basename, extname, join} from "node:path";
import {readTextIfPresent, writeFileWhole} from "../../dataset/files.js";
import {readSchemaBeside} from "../../dataset/schemaFile.js";
import {type DataCard, formatDataCard, parseDataCard} from "../../src/lib/experiment/dataCard.js";
import type {DataSource} from "../../src/lib/experiment/dataSource.js";
import {isRecord, textField} from "../../src/lib/json.js";
import {santander} from "../kaggle/competition.js";
import {type RawSource, readRawSource} from "../raw/rawSource.js";

const cardFile = "card.md";

/**
 * The card of the data in a folder: `card.md`, or one that is made from what is known; undefined for demo data and those
 * of the Santander competition, of which the report knows what there is to say.
 * @throws UserError card-…
 */
export async function findCard(directory: string, source: RawSource): Promise<DataCard | undefined> {
  const path = join(directory, cardFile);
  const text = await readTextIfPresent(path);
  return text === undefined ? defaultCard(directory, source) : parseDataCard(text, path);
}

/** What a page says of data that are at hand is what their card says now; other data keep the card that came along. */
export async function withCard(dataSource: DataSource, directory = "data"): Promise<DataSource> {
  const source = await readRawSource(join(directory, "raw"));
  if (source?.files["train.csv"].sha256 !== dataSource.digest) return dataSource;
  const card = await findCard(directory, source);
  return card === undefined ? dataSource : {...dataSource, card};
}

/**
 * Replaces the data of a folder, and the card that was made for those before. A card that somebody wrote stays.
 * @returns what to tell the user of that
 */
export async function replaceWithCard<Result>(
  directory: string,
  replace: () => Promise<Result>
): Promise<{result: Result; notice?: string}> {
  const path = join(directory, cardFile);
  const raw = join(directory, "raw");
  const before = await readRawSource(raw);
  const old = before && (await defaultCard(directory, before));
  const text = await readTextIfPresent(path);
  const result = await replace();
  const after = await readRawSource(raw);
  const card = after && (await defaultCard(directory, after));
  const isOwn = text !== undefined && (old === undefined || text !== formatDataCard(old));
  if (isOwn) {
    const isSame = before?.files["train.csv"].sha256 === after?.files["train.csv"].sha256;
    return {result, ...(!isSame && {notice: `${path} was written for other data; see that it fits these.`})};
  }
  if (card !== undefined) await writeFileWhole(path, formatDataCard(card));
  else await rm(path, {force: true});
  return {result};
}

async function defaultCard(directory: string, source: RawSource): Promise<DataCard | undefined> {
  if (source.kind === "demo") return undefined;
  const record: Record<string, unknown> = {...source};
  const competition = textField(record, "competition");
  if (source.kind === "kaggle" && (competition === undefined || competition === santander)) return undefined;
  const train =
    isRecord(record.origin) && isRecord(record.origin.train) ? textField(record.origin.train, "name") : undefined;
  const target = isRecord(record.target) ? record.target : {};
  const [column, positive, negative] = ["column", "positive", "negative"].map((name) => textField(target, name));
  const schema = await readSchemaBeside(join(directory, "raw", "train.csv"));
  const features = schema === undefined ? "The features" : counted(schema.features.length);
  const meaning = column === undefined ? undefined : cut(`${column} is ${positive}`, 200);
  return {
    title: cut(titleOf(competition ?? (train === undefined ? "A table of one's own" : stemOf(train))), 100),
    description: `${features} of each row, and a target ${meaning === undefined ? "of 0 or 1" : `that is 1 where ${meaning}`}.`,
    ...optional("source", competition === undefined ? train : `https://www.kaggle.com/competitions/${competition}`),
    ...optional("target", meaning),
    ...optional("positive", positive),
    ...optional("negative", negative),
    // Rows of a competition may not be passed on, and of files put there by hand nothing was said.
    sample: train !== undefined && competition === undefined ? "rows" : "made-up"
  };
}

function optional(name: "source" | "target" | "positive" | "negative", text: string | undefined): Partial<DataCard> {
  return text === undefined ? {} : {[name]: cut(text, 200)};
}

const counted = (features: number) => (features === 1 ? "One feature" : `${features} features`);
const stemOf = (file: string) => basename(file, extname(file));

/** `adult_income` as `Adult income`. */
function titleOf(name: string): string {
  const words = name.replace(/[-_]+/g, " ").trim() || name;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
