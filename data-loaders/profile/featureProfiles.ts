import type {Dataset} from "../../dataset/dataset.js";
import {knownTarget} from "../../dataset/foldsFile.js";
import {UserError} from "../../src/lib/errors.js";
import type {DataSource} from "../../src/lib/experiment/dataSource.js";
import type {FeatureProfiles} from "../../src/lib/profile/featureProfile.js";
import {profileFeature} from "../../src/lib/profile/profileFeature.js";
import {categoriesOf} from "../../src/lib/schema/tableSchema.js";

/**
 * The features of the training file beside those of the test file, in the training file's order.
 * @throws UserError csv-missing-column if the test file lacks one, target-missing
 */
export function featureProfiles(train: Dataset, test: Dataset, dataSource: DataSource): FeatureProfiles {
  const target = knownTarget(train);
  const testColumns = new Map(test.featureNames.map((name, index) => [name, test.columns[index]]));
  const features = train.columns.map((column, index) => {
    const name = train.featureNames[index] ?? "";
    const testColumn = testColumns.get(name);
    if (testColumn === undefined)
      throw new UserError(
        "csv-missing-column",
        `Column \`${name}\` of the training file is missing from the test file.`,
        {
          column: name
        }
      );
    const categories = categoriesOf(train.schema, name);
    return {
      ...profileFeature({name, train: column, test: testColumn, target}),
      ...(categories && {categories: [...categories]})
    };
  });
  const positives = target.reduce((sum, label) => sum + label, 0);
  return {dataSource, positiveRate: positives / train.rows, features};
}
