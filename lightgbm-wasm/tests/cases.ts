import type {Params} from "../src/index.js";
import type {TableName} from "./tables.js";

/** One training that has to come out as the native build's does. */
export interface Case {
  table: TableName;
  params: Params;
}

const binary = {objective: "binary", metric: ["auc", "binary_logloss", "binary_error", "average_precision"]};
const regression = {objective: "regression", metric: ["l2", "l1", "rmse"]};
const rank = {objective: "lambdarank", metric: ["ndcg", "map"], eval_at: [1, 3, 5]};

/** Written into the model's text, too. */
export const iterations = 12;

/** What all cases share: trees small enough for 500 rows. */
export const baseParams: Params = {num_iterations: iterations, num_leaves: 15, min_data_in_leaf: 8, learning_rate: 0.2};

export const cases: Record<string, Case> = {
  binary: {table: "binary", params: binary},
  "binary, is_unbalance": {table: "binary", params: {...binary, is_unbalance: true}},
  "binary, scale_pos_weight": {table: "binary", params: {...binary, scale_pos_weight: 2.5}},
  "binary, sigmoid": {table: "binary", params: {...binary, sigmoid: 1.5}},
  "binary, boost_from_average off": {table: "binary", params: {...binary, boost_from_average: false}},
  weights: {table: "weighted", params: binary},
  "initial scores": {table: "initialised", params: binary},
  "missing values": {table: "missing", params: binary},
  "missing values, zero_as_missing": {table: "missing", params: {...binary, zero_as_missing: true}},
  "missing values, use_missing off": {table: "missing", params: {...binary, use_missing: false}},
  "sparse, bundled": {table: "sparse", params: binary},
  "sparse, enable_bundle off": {table: "sparse", params: {...binary, enable_bundle: false}},
  "sparse, force_row_wise": {table: "sparse", params: {...binary, force_row_wise: true}},
  "sparse, is_enable_sparse off": {table: "sparse", params: {...binary, is_enable_sparse: false}},
  force_row_wise: {table: "binary", params: {...binary, force_row_wise: true}},
  categorical: {table: "categorical", params: binary},
  "categorical, few at a time": {
    table: "categorical",
    params: {...binary, max_cat_to_onehot: 8, cat_smooth: 2, cat_l2: 1, max_cat_threshold: 6, min_data_per_group: 10}
  },
  bagging: {table: "binary", params: {...binary, bagging_fraction: 0.6, bagging_freq: 2}},
  "bagging by class": {
    table: "binary",
    params: {...binary, pos_bagging_fraction: 0.5, neg_bagging_fraction: 0.8, bagging_freq: 1}
  },
  feature_fraction: {table: "binary", params: {...binary, feature_fraction: 0.5}},
  feature_fraction_bynode: {table: "binary", params: {...binary, feature_fraction_bynode: 0.5}},
  seed: {table: "binary", params: {...binary, feature_fraction: 0.5, bagging_fraction: 0.5, bagging_freq: 1, seed: 7}},
  goss: {table: "binary", params: {...binary, data_sample_strategy: "goss"}},
  "goss as boosting": {table: "binary", params: {...binary, boosting: "goss", top_rate: 0.3, other_rate: 0.2}},
  dart: {table: "binary", params: {...binary, boosting: "dart", drop_rate: 0.3}},
  "dart, uniform, XGBoost's way": {
    table: "binary",
    params: {...binary, boosting: "dart", drop_rate: 0.5, skip_drop: 0.2, uniform_drop: true, xgboost_dart_mode: true}
  },
  rf: {table: "binary", params: {...binary, boosting: "rf", bagging_fraction: 0.7, bagging_freq: 1}},
  "rf, regression": {
    table: "regression",
    params: {...regression, boosting: "rf", bagging_fraction: 0.7, bagging_freq: 1, feature_fraction: 0.7}
  },
  extra_trees: {table: "binary", params: {...binary, extra_trees: true}},
  path_smooth: {table: "binary", params: {...binary, path_smooth: 2}},
  "monotone constraints, basic": {
    table: "regression",
    params: {...regression, monotone_constraints: [1, -1, 0, 0, 0, 0, 0, 0]}
  },
  "monotone constraints, intermediate": {
    table: "regression",
    params: {
      ...regression,
      monotone_constraints: [1, -1, 1, 0, 0, 0, 0, 0],
      monotone_constraints_method: "intermediate"
    }
  },
  "monotone constraints, advanced": {
    table: "regression",
    params: {
      ...regression,
      monotone_constraints: [1, -1, 1, 0, 0, 0, 0, 0],
      monotone_constraints_method: "advanced",
      monotone_penalty: 1
    }
  },
  "interaction constraints": {table: "binary", params: {...binary, interaction_constraints: "[0,1],[2,3,4],[5,6,7]"}},
  "linear trees": {table: "regression", params: {...regression, linear_tree: true}},
  "linear trees, missing values": {
    table: "missing",
    params: {...binary, linear_tree: true, linear_lambda: 0.1}
  },
  regularised: {
    table: "binary",
    params: {...binary, lambda_l1: 0.1, lambda_l2: 0.2, min_gain_to_split: 0.01, min_sum_hessian_in_leaf: 0.5}
  },
  max_depth: {table: "binary", params: {...binary, max_depth: 3}},
  max_delta_step: {table: "binary", params: {...binary, max_delta_step: 0.3}},
  "max_bin 15": {table: "binary", params: {...binary, max_bin: 15}},
  "max_bin 1023": {table: "binary", params: {...binary, max_bin: 1023, min_data_in_bin: 1}},
  max_bin_by_feature: {table: "binary", params: {...binary, max_bin_by_feature: [3, 5, 7, 9, 11, 13, 15, 17]}},
  "bins from a sample": {table: "missing", params: {...binary, bin_construct_sample_cnt: 120, data_random_seed: 5}},
  feature_contri: {table: "binary", params: {...binary, feature_contri: [0.5, 1, 1, 1, 0.8, 1, 1, 1]}},
  "cost-effective boosting": {
    table: "binary",
    params: {
      ...binary,
      cegb_tradeoff: 0.5,
      cegb_penalty_split: 0.001,
      cegb_penalty_feature_coupled: [1, 2, 3, 1, 1, 1, 1, 1]
    }
  },
  "quantised gradients": {table: "binary", params: {...binary, use_quantized_grad: true, stochastic_rounding: false}},
  "quantised gradients, rounded at random": {table: "binary", params: {...binary, use_quantized_grad: true}},
  "quantised gradients, categories": {
    table: "categorical",
    params: {
      ...binary,
      use_quantized_grad: true,
      stochastic_rounding: false,
      max_cat_to_onehot: 8,
      min_data_per_group: 10
    }
  },
  "quantised gradients, renewed leaves": {
    table: "missing",
    params: {...binary, use_quantized_grad: true, stochastic_rounding: false, quant_train_renew_leaf: true}
  },
  regression: {table: "regression", params: {...regression, metric: ["l2", "l1", "rmse", "r2"]}},
  "regression, reg_sqrt": {table: "regression", params: {...regression, reg_sqrt: true}},
  regression_l1: {table: "regression", params: {...regression, objective: "regression_l1"}},
  "regression_l1, weights": {table: "weightedRegression", params: {...regression, objective: "regression_l1"}},
  huber: {table: "regression", params: {objective: "huber", metric: ["huber", "l1"], alpha: 0.7}},
  fair: {table: "regression", params: {objective: "fair", metric: ["fair"], fair_c: 0.8}},
  quantile: {table: "regression", params: {objective: "quantile", metric: ["quantile"], alpha: 0.8}},
  "quantile, weights": {
    table: "weightedRegression",
    params: {objective: "quantile", metric: ["quantile"], alpha: 0.3}
  },
  mape: {table: "positive", params: {objective: "mape", metric: ["mape"]}},
  "mape, weights": {table: "weightedPositive", params: {objective: "mape", metric: ["mape"]}},
  poisson: {table: "counts", params: {objective: "poisson", metric: ["poisson"]}},
  gamma: {table: "positive", params: {objective: "gamma", metric: ["gamma", "gamma_deviance"]}},
  tweedie: {table: "counts", params: {objective: "tweedie", metric: ["tweedie"], tweedie_variance_power: 1.3}},
  multiclass: {
    table: "classes",
    params: {objective: "multiclass", num_class: 4, metric: ["multi_logloss", "multi_error", "auc_mu"]}
  },
  multiclassova: {table: "classes", params: {objective: "multiclassova", num_class: 4, metric: ["multi_logloss"]}},
  cross_entropy: {table: "share", params: {objective: "cross_entropy", metric: ["cross_entropy", "kullback_leibler"]}},
  cross_entropy_lambda: {table: "share", params: {objective: "cross_entropy_lambda", metric: ["cross_entropy_lambda"]}},
  lambdarank: {table: "ranked", params: rank},
  "lambdarank, gains and truncation": {
    table: "ranked",
    params: {...rank, label_gain: [0, 1, 2, 5, 9], lambdarank_truncation_level: 3, lambdarank_norm: false}
  },
  "lambdarank, bagging by query": {
    table: "ranked",
    params: {...rank, bagging_by_query: true, bagging_fraction: 0.7, bagging_freq: 1}
  },
  "lambdarank, positions": {table: "placed", params: rank},
  rank_xendcg: {table: "ranked", params: {...rank, objective: "rank_xendcg"}}
};
