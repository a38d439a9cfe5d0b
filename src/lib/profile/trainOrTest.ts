/** How well a model tells the rows of the training file from those of the test file by their features. */
export interface TrainOrTest {
  /** Mean over the halves, each predicted by a model of the other half; 0.5 is guessing. */
  auc: number;
  /** 95 % interval, which holds for these two models. */
  low: number;
  high: number;
  /** Rows taken from each file. */
  rows: [train: number, test: number];
  /** The features with the largest shares of the models' gain, largest first. */
  features: {name: string; share: number}[];
}
