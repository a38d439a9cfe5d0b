import {readModelText, requireField, type TextField, words, writeModelText} from "./modelText.js";

/**
 * The same models on one common list of features: those of the first, then those of the second, and so on. So each fold
 * keeps what its own transformations made of its training rows.
 */
export function placeFeatures(texts: readonly string[]): string[] {
  const models = texts.map(readModelText);
  const lists = models.map(({header}, fold) =>
    words(requireField(header, "feature_names", "The header").value).map((name) => `${name}_fold_${fold}`)
  );
  const infos = models.map(({header}) => words(requireField(header, "feature_infos", "The header").value));
  const names = lists.flat();
  const field = (value: string): TextField => ({value, line: 0});
  return models.map(({header, trees, importances, parameters}, fold) => {
    const offset = lists.slice(0, fold).flat().length;
    return writeModelText({
      header: new Map([
        ...header,
        ["max_feature_idx", field(String(names.length - 1))],
        ["feature_names", field(names.join(" "))],
        [
          "feature_infos",
          field(infos.flatMap((list, other) => list.map((info) => (other === fold ? info : "none"))).join(" "))
        ]
      ]),
      trees: trees.map((fields) => {
        const features = words(fields.get("split_feature")?.value ?? "");
        return features.length === 0
          ? fields
          : new Map([...fields, ["split_feature", field(features.map((index) => Number(index) + offset).join(" "))]]);
      }),
      importances: new Map([...importances].map(([name, count]) => [`${name}_fold_${fold}`, count])),
      parameters
    });
  });
}
