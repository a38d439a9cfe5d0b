// Written by compile/parameterTable.ts from LightGBM's config.h; do not edit.

/** LightGBM's parameters under their own names, described in LightGBM's own words. */
export interface LightGBMParams {
  /**
   * - regression application
   * - `regression`, L2 loss, aliases: `regression_l2`, `l2`, `mean_squared_error`, `mse`, `l2_root`, `root_mean_squared_error`, `rmse`
   * - `regression_l1`, L1 loss, aliases: `l1`, `mean_absolute_error`, `mae`
   * - `huber`, Huber loss
   * - `fair`, Fair loss
   * - `poisson`, Poisson regression
   * - `quantile`, Quantile regression
   * - `mape`, MAPE loss, aliases: `mean_absolute_percentage_error`
   * - `gamma`, Gamma regression with log-link. It might be useful, e.g., for modeling insurance claims severity, or for any target that might be gamma-distributed
   * - `tweedie`, Tweedie regression with log-link. It might be useful, e.g., for modeling total loss in insurance, or for any target that might be tweedie-distributed
   * - binary classification application
   * - `binary`, binary log loss classification (or logistic regression)
   * - requires labels in {0, 1}; see `cross-entropy` application for general probability labels in [0, 1]
   * - multi-class classification application
   * - `multiclass`, softmax objective function, aliases: `softmax`
   * - `multiclassova`, One-vs-All binary objective function, aliases: `multiclass_ova`, `ova`, `ovr`
   * - `num_class` should be set as well
   * - cross-entropy application
   * - `cross_entropy`, objective function for cross-entropy (with optional linear weights), aliases: `xentropy`
   * - `cross_entropy_lambda`, alternative parameterization of cross-entropy, aliases: `xentlambda`
   * - label is anything in interval [0, 1]
   * - ranking application
   * - `lambdarank`, lambdarank objective. label_gain can be used to set the gain (weight) of `int` label and all values in `label` must be smaller than number of elements in `label_gain`
   * - `rank_xendcg`, XE_NDCG_MART ranking objective function, aliases: `xendcg`, `xe_ndcg`, `xe_ndcg_mart`, `xendcg_mart`
   * - `rank_xendcg` is faster than and achieves the similar performance as `lambdarank`
   * - label should be `int` type, and larger number represents the higher relevance (e.g. 0:bad, 1:fair, 2:good, 3:perfect)
   * - custom objective function (gradients and hessians not computed directly by LightGBM)
   * - `custom`
   * - must be passed through parameters explicitly in the C API
   * - **Note**: cannot be used in CLI version
   * - Default: regression
   * - Aliases: objective_type, app, application, loss
   */
  objective?:
    | "regression"
    | "regression_l1"
    | "huber"
    | "fair"
    | "poisson"
    | "quantile"
    | "mape"
    | "gamma"
    | "tweedie"
    | "binary"
    | "multiclass"
    | "multiclassova"
    | "cross_entropy"
    | "cross_entropy_lambda"
    | "lambdarank"
    | "rank_xendcg"
    | (string & {});
  /**
   * - `gbdt`, traditional Gradient Boosting Decision Tree, aliases: `gbrt`
   * - `rf`, Random Forest, aliases: `random_forest`
   * - `dart`, Dropouts meet Multiple Additive Regression Trees
   * - **Note**: internally, LightGBM uses `gbdt` mode for the first `1 / learning_rate` iterations
   * - Default: gbdt
   * - Aliases: boosting_type, boost
   */
  boosting?: "gbdt" | "rf" | "dart" | (string & {});
  /**
   * - `bagging`, Randomly Bagging Sampling
   * - **Note**: `bagging` is only effective when `bagging_freq > 0` and `bagging_fraction < 1.0`
   * - `goss`, Gradient-based One-Side Sampling
   * - *New in version 4.0.0*
   * - Default: bagging
   */
  data_sample_strategy?: "bagging" | "goss" | (string & {});
  /**
   * - number of boosting iterations
   * - **Note**: internally, LightGBM constructs `num_class * num_iterations` trees for multi-class classification problems
   * - Default: 100
   * - Must be >=0
   * - Aliases: num_iteration, n_iter, num_tree, num_trees, num_round, num_rounds, nrounds, num_boost_round, n_estimators, max_iter
   */
  num_iterations?: number;
  /**
   * - shrinkage rate
   * - in `dart`, it also affects on normalization weights of dropped trees
   * - Default: 0.1
   * - Must be >0.0
   * - Aliases: shrinkage_rate, eta
   */
  learning_rate?: number;
  /**
   * - max number of leaves in one tree
   * - Default: 31
   * - Must be >1 and <=131072
   * - Aliases: num_leaf, max_leaves, max_leaf, max_leaf_nodes
   */
  num_leaves?: number;
  /**
   * - `serial`, single machine tree learner
   * - `feature`, feature parallel tree learner, aliases: `feature_parallel`
   * - `data`, data parallel tree learner, aliases: `data_parallel`
   * - `voting`, voting parallel tree learner, aliases: `voting_parallel`
   * - refer to Distributed Learning Guide to get more details
   * - Default: serial
   * - Aliases: tree, tree_type, tree_learner_type
   */
  tree_learner?: "serial" | "feature" | "data" | "voting" | (string & {});
  /**
   * - used only in `train`, `prediction` and `refit` tasks or in correspondent functions of language-specific packages
   * - number of threads for LightGBM
   * - `0` means default number of threads in OpenMP
   * - for the best speed, set this to the number of **real CPU cores**, not the number of threads (most CPUs use hyper-threading to generate 2 threads per CPU core)
   * - do not set it too large if your dataset is small (for instance, do not use 64 threads for a dataset with 10,000 rows)
   * - be aware a task manager or any similar CPU monitoring tool might report that cores not being fully utilized. **This is normal**
   * - for distributed learning, do not use all CPU cores because this will cause poor performance for the network communication
   * - **Note**: please **don't** change this during training, especially when running multiple jobs simultaneously by external packages, otherwise it may cause undesirable errors
   * - Default: 0
   * - Aliases: num_thread, nthread, nthreads, n_jobs
   */
  num_threads?: number;
  /**
   * - device for the tree learning
   * - `cpu` supports all LightGBM functionality and is portable across the widest range of operating systems and hardware
   * - `cuda` offers faster training than `gpu` or `cpu`, but only works on GPUs supporting CUDA or ROCm
   * - `gpu` can be faster than `cpu` and works on a wider range of GPUs than CUDA
   * - **Note**: it is recommended to use the smaller `max_bin` (e.g. 63) to get the better speed up
   * - **Note**: for the faster speed, GPU uses 32-bit float point to sum up by default, so this may affect the accuracy for some tasks. You can set `gpu_use_dp=true` to enable 64-bit float point, but it will slow down the training
   * - **Note**: refer to Installation Guide to build LightGBM with GPU, CUDA, or ROCm support
   * - Default: cpu
   * - Aliases: device
   */
  device_type?: "cpu" | "gpu" | "cuda" | (string & {});
  /**
   * - this seed is used to generate other seeds, e.g. `data_random_seed`, `feature_fraction_seed`, etc.
   * - by default, this seed is unused in favor of default values of other seeds
   * - this seed has lower priority in comparison with other seeds, which means that it will be overridden, if you set other seeds explicitly
   * - Default: None
   * - Aliases: random_seed, random_state
   */
  seed?: number;
  /**
   * - used only with `cpu` device type
   * - setting this to `true` should ensure the stable results when using the same data and the same parameters (and different `num_threads`)
   * - when you use the different seeds, different LightGBM versions, the binaries compiled by different compilers, or in different systems, the results are expected to be different
   * - you can raise issues in LightGBM GitHub repo when you meet the unstable results
   * - **Note**: setting this to `true` may slow down the training
   * - **Note**: to avoid potential instability due to numerical issues, please set `force_col_wise=true` or `force_row_wise=true` when setting `deterministic=true`
   * - Default: false
   */
  deterministic?: boolean;
  /**
   * - used only with `cpu` device type
   * - set this to `true` to force col-wise histogram building
   * - enabling this is recommended when:
   * - the number of columns is large, or the total number of bins is large
   * - `num_threads` is large, e.g. `> 20`
   * - you want to reduce memory cost
   * - **Note**: when both `force_col_wise` and `force_row_wise` are `false`, LightGBM will firstly try them both, and then use the faster one. To remove the overhead of testing set the faster one to `true` manually
   * - **Note**: this parameter cannot be used at the same time with `force_row_wise`, choose only one of them
   * - Default: false
   */
  force_col_wise?: boolean;
  /**
   * - used only with `cpu` device type
   * - set this to `true` to force row-wise histogram building
   * - enabling this is recommended when:
   * - the number of data points is large, and the total number of bins is relatively small
   * - `num_threads` is relatively small, e.g. `<= 16`
   * - you want to use small `bagging_fraction` or `goss` sample strategy to speed up
   * - **Note**: setting this to `true` will double the memory cost for Dataset object. If you have not enough memory, you can try setting `force_col_wise=true`
   * - **Note**: when both `force_col_wise` and `force_row_wise` are `false`, LightGBM will firstly try them both, and then use the faster one. To remove the overhead of testing set the faster one to `true` manually
   * - **Note**: this parameter cannot be used at the same time with `force_col_wise`, choose only one of them
   * - Default: false
   */
  force_row_wise?: boolean;
  /**
   * - max cache size in MB for historical histogram
   * - `< 0` means no limit
   * - Default: -1.0
   * - Aliases: hist_pool_size
   */
  histogram_pool_size?: number;
  /**
   * - limit the max depth for tree model. This is used to deal with over-fitting when `#data` is small. Tree still grows leaf-wise
   * - `<= 0` means no limit
   * - Default: -1
   */
  max_depth?: number;
  /**
   * - minimal number of data in one leaf. Can be used to deal with over-fitting
   * - **Note**: this is an approximation based on the Hessian, so occasionally you may observe splits which produce leaf nodes that have less than this many observations
   * - Default: 20
   * - Must be >=0
   * - Aliases: min_data_per_leaf, min_data, min_child_samples, min_samples_leaf
   */
  min_data_in_leaf?: number;
  /**
   * - minimal sum hessian in one leaf. Like `min_data_in_leaf`, it can be used to deal with over-fitting
   * - Default: 1e-3
   * - Must be >=0.0
   * - Aliases: min_sum_hessian_per_leaf, min_sum_hessian, min_hessian, min_child_weight
   */
  min_sum_hessian_in_leaf?: number;
  /**
   * - like `feature_fraction`, but this will randomly select part of data without resampling
   * - can be used to speed up training
   * - can be used to deal with over-fitting
   * - **Note**: to enable bagging, `bagging_freq` should be set to a non zero value as well
   * - Default: 1.0
   * - Must be >0.0 and <=1.0
   * - Aliases: sub_row, subsample, bagging
   */
  bagging_fraction?: number;
  /**
   * - used only in `binary` application
   * - used for imbalanced binary classification problem, will randomly sample `#pos_samples * pos_bagging_fraction` positive samples in bagging
   * - should be used together with `neg_bagging_fraction`
   * - set this to `1.0` to disable
   * - **Note**: to enable this, you need to set `bagging_freq` and `neg_bagging_fraction` as well
   * - **Note**: if both `pos_bagging_fraction` and `neg_bagging_fraction` are set to `1.0`,  balanced bagging is disabled
   * - **Note**: if balanced bagging is enabled, `bagging_fraction` will be ignored
   * - Default: 1.0
   * - Must be >0.0 and <=1.0
   * - Aliases: pos_sub_row, pos_subsample, pos_bagging
   */
  pos_bagging_fraction?: number;
  /**
   * - used only in `binary` application
   * - used for imbalanced binary classification problem, will randomly sample `#neg_samples * neg_bagging_fraction` negative samples in bagging
   * - should be used together with `pos_bagging_fraction`
   * - set this to `1.0` to disable
   * - **Note**: to enable this, you need to set `bagging_freq` and `pos_bagging_fraction` as well
   * - **Note**: if both `pos_bagging_fraction` and `neg_bagging_fraction` are set to `1.0`,  balanced bagging is disabled
   * - **Note**: if balanced bagging is enabled, `bagging_fraction` will be ignored
   * - Default: 1.0
   * - Must be >0.0 and <=1.0
   * - Aliases: neg_sub_row, neg_subsample, neg_bagging
   */
  neg_bagging_fraction?: number;
  /**
   * - frequency for bagging
   * - `0` means disable bagging; `k` means perform bagging at every `k` iteration. Every `k`-th iteration, LightGBM will randomly select `bagging_fraction * 100%` of the data to use for the next `k` iterations
   * - **Note**: bagging is only effective when `0.0 < bagging_fraction < 1.0`
   * - Default: 0
   * - Aliases: subsample_freq
   */
  bagging_freq?: number;
  /**
   * - random seed for bagging
   * - Default: 3
   * - Aliases: bagging_fraction_seed
   */
  bagging_seed?: number;
  /**
   * - whether to do bagging sample by query
   * - *New in version 4.6.0*
   * - Default: false
   */
  bagging_by_query?: boolean;
  /**
   * - LightGBM will randomly select a subset of features on each iteration (tree) if `feature_fraction` is smaller than `1.0`. For example, if you set it to `0.8`, LightGBM will select 80% of features before training each tree
   * - can be used to speed up training
   * - can be used to deal with over-fitting
   * - Default: 1.0
   * - Must be >0.0 and <=1.0
   * - Aliases: sub_feature, colsample_bytree
   */
  feature_fraction?: number;
  /**
   * - LightGBM will randomly select a subset of features on each tree node if `feature_fraction_bynode` is smaller than `1.0`. For example, if you set it to `0.8`, LightGBM will select 80% of features at each tree node
   * - can be used to deal with over-fitting
   * - **Note**: unlike `feature_fraction`, this cannot speed up training
   * - **Note**: if both `feature_fraction` and `feature_fraction_bynode` are smaller than `1.0`, the final fraction of each node is `feature_fraction * feature_fraction_bynode`
   * - Default: 1.0
   * - Must be >0.0 and <=1.0
   * - Aliases: sub_feature_bynode, colsample_bynode
   */
  feature_fraction_bynode?: number;
  /**
   * - random seed for `feature_fraction`
   * - Default: 2
   */
  feature_fraction_seed?: number;
  /**
   * - use extremely randomized trees
   * - if set to `true`, when evaluating node splits LightGBM will check only one randomly-chosen threshold for each feature
   * - can be used to speed up training
   * - can be used to deal with over-fitting
   * - Default: false
   * - Aliases: extra_tree
   */
  extra_trees?: boolean;
  /**
   * - random seed for selecting thresholds when `extra_trees` is true
   * - Default: 6
   */
  extra_seed?: number;
  /**
   * - will stop training if one metric of one validation data doesn't improve in last `early_stopping_round` rounds
   * - `<= 0` means disable
   * - can be used to speed up training
   * - Default: 0
   * - Aliases: early_stopping_rounds, early_stopping, n_iter_no_change
   */
  early_stopping_round?: number;
  /**
   * - when early stopping is used (i.e. `early_stopping_round > 0`), require the early stopping metric to improve by at least this delta to be considered an improvement
   * - *New in version 4.4.0*
   * - Default: 0.0
   * - Must be >=0.0
   */
  early_stopping_min_delta?: number;
  /**
   * - LightGBM allows you to provide multiple evaluation metrics. Set this to `true`, if you want to use only the first metric for early stopping
   * - Default: false
   */
  first_metric_only?: boolean;
  /**
   * - used to limit the max output of tree leaves
   * - `<= 0` means no constraint
   * - the final max output of leaves is `learning_rate * max_delta_step`
   * - Default: 0.0
   * - Aliases: max_tree_output, max_leaf_output
   */
  max_delta_step?: number;
  /**
   * - L1 regularization
   * - Default: 0.0
   * - Must be >=0.0
   * - Aliases: reg_alpha, l1_regularization
   */
  lambda_l1?: number;
  /**
   * - L2 regularization
   * - Default: 0.0
   * - Must be >=0.0
   * - Aliases: reg_lambda, lambda, l2_regularization
   */
  lambda_l2?: number;
  /**
   * - linear tree regularization, corresponds to the parameter `lambda` in Eq. 3 of Gradient Boosting with Piece-Wise Linear Regression Trees
   * - Default: 0.0
   * - Must be >=0.0
   */
  linear_lambda?: number;
  /**
   * - the minimal gain to perform split
   * - can be used to speed up training
   * - Default: 0.0
   * - Must be >=0.0
   * - Aliases: min_split_gain
   */
  min_gain_to_split?: number;
  /**
   * - used only in `dart`
   * - dropout rate: a fraction of previous trees to drop during the dropout
   * - Default: 0.1
   * - Must be >=0.0 and <=1.0
   * - Aliases: rate_drop
   */
  drop_rate?: number;
  /**
   * - used only in `dart`
   * - max number of dropped trees during one boosting iteration
   * - `<=0` means no limit
   * - Default: 50
   */
  max_drop?: number;
  /**
   * - used only in `dart`
   * - probability of skipping the dropout procedure during a boosting iteration
   * - Default: 0.5
   * - Must be >=0.0 and <=1.0
   */
  skip_drop?: number;
  /**
   * - used only in `dart`
   * - set this to `true`, if you want to use XGBoost DART mode
   * - Default: false
   */
  xgboost_dart_mode?: boolean;
  /**
   * - used only in `dart`
   * - set this to `true`, if you want to use uniform drop
   * - Default: false
   */
  uniform_drop?: boolean;
  /**
   * - used only in `dart`
   * - random seed to choose dropping models
   * - Default: 4
   */
  drop_seed?: number;
  /**
   * - used only in `goss`
   * - the retain ratio of large gradient data
   * - Default: 0.2
   * - Must be >=0.0 and <=1.0
   */
  top_rate?: number;
  /**
   * - used only in `goss`
   * - the retain ratio of small gradient data
   * - Default: 0.1
   * - Must be >=0.0 and <=1.0
   */
  other_rate?: number;
  /**
   * - used for the categorical features
   * - minimal number of data per categorical group
   * - Default: 100
   * - Must be >0
   */
  min_data_per_group?: number;
  /**
   * - used for the categorical features
   * - limit number of split points considered for categorical features. See the documentation on how LightGBM finds optimal splits for categorical features for more details
   * - can be used to speed up training
   * - Default: 32
   * - Must be >0
   */
  max_cat_threshold?: number;
  /**
   * - used for the categorical features
   * - L2 regularization in categorical split
   * - Default: 10.0
   * - Must be >=0.0
   */
  cat_l2?: number;
  /**
   * - used for the categorical features
   * - this can reduce the effect of noises in categorical features, especially for categories with few data
   * - Default: 10.0
   * - Must be >=0.0
   */
  cat_smooth?: number;
  /**
   * - used for the categorical features
   * - when number of categories of one feature smaller than or equal to `max_cat_to_onehot`, one-vs-other split algorithm will be used
   * - Default: 4
   * - Must be >0
   */
  max_cat_to_onehot?: number;
  /**
   * - used only in `voting` tree learner, refer to Voting parallel
   * - set this to larger value for more accurate result, but it will slow down the training speed
   * - Default: 20
   * - Must be >0
   * - Aliases: topk
   */
  top_k?: number;
  /**
   * - used for constraints of monotonic features
   * - `1` means increasing, `-1` means decreasing, `0` means non-constraint
   * - you need to specify all features in order. For example, `mc=-1,0,1` means decreasing for the 1st feature, non-constraint for the 2nd feature and increasing for the 3rd feature
   * - Default: None
   * - Aliases: mc, monotone_constraint, monotonic_cst
   */
  monotone_constraints?: readonly number[] | string;
  /**
   * - used only if `monotone_constraints` is set
   * - monotone constraints method
   * - `basic`, the most basic monotone constraints method. It does not slow down the training speed at all, but over-constrains the predictions
   * - `intermediate`, a more advanced method, which may slow down the training speed very slightly. However, this method is much less constraining than the basic method and should significantly improve the results
   * - `advanced`, an even more advanced method, which may slow down the training speed. However, this method is even less constraining than the intermediate method and should again significantly improve the results
   * - Default: basic
   * - Aliases: monotone_constraining_method, mc_method
   */
  monotone_constraints_method?: "basic" | "intermediate" | "advanced" | (string & {});
  /**
   * - used only if `monotone_constraints` is set
   * - monotone penalty: a penalization parameter X forbids any monotone splits on the first X (rounded down) level(s) of the tree. The penalty applied to monotone splits on a given depth is a continuous, increasing function the penalization parameter
   * - if `0.0` (the default), no penalization is applied
   * - Default: 0.0
   * - Must be >=0.0
   * - Aliases: monotone_splits_penalty, ms_penalty, mc_penalty
   */
  monotone_penalty?: number;
  /**
   * - used to control feature's split gain, will use `gain[i] = max(0, feature_contri[i]) * gain[i]` to replace the split gain of i-th feature
   * - you need to specify all features in order
   * - Default: None
   * - Aliases: feature_contrib, fc, fp, feature_penalty
   */
  feature_contri?: readonly number[] | string;
  /**
   * - path to a `.json` file that specifies splits to force at the top of every decision tree before best-first learning commences
   * - `.json` file can be arbitrarily nested, and each split contains `feature`, `threshold` fields, as well as `left` and `right` fields representing subsplits
   * - categorical splits are forced in a one-hot fashion, with `left` representing the split containing the feature value and `right` representing other values
   * - **Note**: the forced split logic will be ignored, if the split makes gain worse
   * - see this file as an example
   * - Aliases: fs, forced_splits_filename, forced_splits_file, forced_splits
   */
  forcedsplits_filename?: string | number;
  /**
   * - decay rate of `refit` task, will use `leaf_output = refit_decay_rate * old_leaf_output + (1.0 - refit_decay_rate) * new_leaf_output` to refit trees
   * - used only in `refit` task in CLI version or as argument in `refit` function in language-specific package
   * - Default: 0.9
   * - Must be >=0.0 and <=1.0
   */
  refit_decay_rate?: number;
  /**
   * - cost-effective gradient boosting multiplier for all penalties
   * - Default: 1.0
   * - Must be >=0.0
   */
  cegb_tradeoff?: number;
  /**
   * - cost-effective gradient-boosting penalty for splitting a node
   * - Default: 0.0
   * - Must be >=0.0
   */
  cegb_penalty_split?: number;
  /**
   * - cost-effective gradient boosting penalty for using a feature
   * - applied per data point
   * - Default: 0,0,...,0
   */
  cegb_penalty_feature_lazy?: readonly number[] | string;
  /**
   * - cost-effective gradient boosting penalty for using a feature
   * - applied once per forest
   * - Default: 0,0,...,0
   */
  cegb_penalty_feature_coupled?: readonly number[] | string;
  /**
   * - controls smoothing applied to tree nodes
   * - helps prevent overfitting on leaves with few samples
   * - if `0.0` (the default), no smoothing is applied
   * - if `path_smooth > 0` then `min_data_in_leaf` must be at least `2`
   * - larger values give stronger regularization
   * - the weight of each node is `w * (n / path_smooth) / (n / path_smooth + 1) + w_p / (n / path_smooth + 1)`, where `n` is the number of samples in the node, `w` is the optimal node weight to minimise the loss (approximately `-sum_gradients / sum_hessians`), and `w_p` is the weight of the parent node
   * - note that the parent output `w_p` itself has smoothing applied, unless it is the root node, so that the smoothing effect accumulates with the tree depth
   * - Default: 0
   * - Must be >= 0.0
   */
  path_smooth?: number;
  /**
   * - controls which features can appear in the same branch
   * - by default interaction constraints are disabled, to enable them you can specify
   * - for CLI, lists separated by commas, e.g. `[0,1,2],[2,3]`
   * - for Python-package, list of lists, e.g. `[[0, 1, 2], [2, 3]]`
   * - for R-package, list of character or numeric vectors, e.g. `list(c("var1", "var2", "var3"), c("var3", "var4"))` or `list(c(1L, 2L, 3L), c(3L, 4L))`. Numeric vectors should use 1-based indexing, where `1L` is the first feature, `2L` is the second feature, etc.
   * - any two features can only appear in the same branch only if there exists a constraint containing both features
   */
  interaction_constraints?: string | number;
  /**
   * - controls the level of LightGBM's verbosity
   * - `< 0`: Fatal, `= 0`: Error (Warning), `= 1`: Info, `> 1`: Debug
   * - Default: 1
   * - Aliases: verbose
   */
  verbosity?: number;
  /**
   * - whether to use gradient quantization when training
   * - enabling this will discretize (quantize) the gradients and hessians into bins of `num_grad_quant_bins`
   * - with quantized training, most arithmetics in the training process will be integer operations
   * - gradient quantization can accelerate training, with little accuracy drop in most cases
   * - **Note**: works only with `cpu` and `cuda` device type
   * - *New in version 4.0.0*
   * - Default: false
   */
  use_quantized_grad?: boolean;
  /**
   * - used only if `use_quantized_grad=true`
   * - number of bins to quantization gradients and hessians
   * - with more bins, the quantized training will be closer to full precision training
   * - **Note**: works only with `cpu` and `cuda` device type
   * - *New in version 4.0.0*
   * - Default: 4
   */
  num_grad_quant_bins?: number;
  /**
   * - used only if `use_quantized_grad=true`
   * - whether to renew the leaf values with original gradients when quantized training
   * - renewing is very helpful for good quantized training accuracy for ranking objectives
   * - **Note**: works only with `cpu` and `cuda` device type
   * - *New in version 4.0.0*
   * - Default: false
   */
  quant_train_renew_leaf?: boolean;
  /**
   * - used only if `use_quantized_grad=true`
   * - whether to use stochastic rounding in gradient quantization
   * - **Note**: works only with `cpu` and `cuda` device type
   * - *New in version 4.0.0*
   * - Default: true
   */
  stochastic_rounding?: boolean;
  /**
   * - fit piecewise linear gradient boosting tree
   * - tree splits are chosen in the usual way, but the model at each leaf is linear instead of constant
   * - the linear model at each leaf includes all the numerical features in that leaf's branch
   * - the first tree has constant leaf values
   * - categorical features are used for splits as normal but are not used in the linear models
   * - missing values should not be encoded as `0`. Use `np.nan` for Python, `NA` for the CLI, and `NA`, `NA_real_`, or `NA_integer_` for R
   * - it is recommended to rescale data before training so that features have similar mean and standard deviation
   * - **Note**: works only with `cpu`, `gpu` device type and `serial` tree learner
   * - **Note**: `regression_l1` objective is not supported with linear tree boosting
   * - **Note**: setting `linear_tree=true` significantly increases the memory use of LightGBM
   * - **Note**: if you specify `monotone_constraints`, constraints will be enforced when choosing the split points, but not when fitting the linear models on leaves
   * - Default: false
   * - Aliases: linear_trees
   */
  linear_tree?: boolean;
  /**
   * - max number of bins that feature values will be bucketed in
   * - small number of bins may reduce training accuracy but may increase general power (deal with over-fitting)
   * - LightGBM will auto compress memory according to `max_bin`. For example, LightGBM will use `uint8_t` for feature value if `max_bin=255`
   * - Default: 255
   * - Must be >1
   * - Aliases: max_bins
   */
  max_bin?: number;
  /**
   * - max number of bins for each feature
   * - if not specified, will use `max_bin` for all features
   * - Default: None
   */
  max_bin_by_feature?: readonly number[] | string;
  /**
   * - minimal number of data inside one bin
   * - use this to avoid one-data-one-bin (potential over-fitting)
   * - Default: 3
   * - Must be >0
   */
  min_data_in_bin?: number;
  /**
   * - number of data that sampled to construct feature discrete bins
   * - setting this to larger value will give better training result, but may increase data loading time
   * - set this to larger value if data is very sparse
   * - **Note**: don't set this to small values, otherwise, you may encounter unexpected errors and poor accuracy
   * - Default: 200000
   * - Must be >0
   * - Aliases: subsample_for_bin
   */
  bin_construct_sample_cnt?: number;
  /**
   * - random seed for sampling data to construct histogram bins
   * - Default: 1
   * - Aliases: data_seed
   */
  data_random_seed?: number;
  /**
   * - used to enable/disable sparse optimization
   * - Default: true
   * - Aliases: is_sparse, enable_sparse, sparse
   */
  is_enable_sparse?: boolean;
  /**
   * - set this to `false` to disable Exclusive Feature Bundling (EFB), which is described in LightGBM: A Highly Efficient Gradient Boosting Decision Tree
   * - **Note**: disabling this may cause the slow training speed for sparse datasets
   * - Default: true
   * - Aliases: is_enable_bundle, bundle
   */
  enable_bundle?: boolean;
  /**
   * - set this to `false` to disable the special handle of missing value
   * - Default: true
   */
  use_missing?: boolean;
  /**
   * - set this to `true` to treat all zero as missing values (including the unshown values in LibSVM / sparse matrices)
   * - set this to `false` to use `na` for representing missing values
   * - Default: false
   */
  zero_as_missing?: boolean;
  /**
   * - set this to `true` (the default) to tell LightGBM to ignore the features that are unsplittable based on `min_data_in_leaf`
   * - as dataset object is initialized only once and cannot be changed after that, you may need to set this to `false` when searching parameters with `min_data_in_leaf`, otherwise features are filtered by `min_data_in_leaf` firstly if you don't reconstruct dataset object
   * - **Note**: setting this to `false` may slow down the training
   * - Default: true
   */
  feature_pre_filter?: boolean;
  /**
   * - used for distributed learning (excluding the `feature_parallel` mode)
   * - `true` if training data are pre-partitioned, and different machines use different partitions
   * - Default: false
   * - Aliases: is_pre_partition
   */
  pre_partition?: boolean;
  /**
   * - set this to `true` if data file is too big to fit in memory
   * - by default, LightGBM will map data file to memory and load features from memory. This will provide faster data loading speed, but may cause run out of memory error when the data file is very big
   * - **Note**: works only in case of loading data directly from text file
   * - Default: false
   * - Aliases: two_round_loading, use_two_round_loading
   */
  two_round?: boolean;
  /**
   * - set this to `true` if input data has header
   * - **Note**: works only in case of loading data directly from text file
   * - Default: false
   * - Aliases: has_header
   */
  header?: boolean;
  /**
   * - used to specify the label column
   * - use number for index, e.g. `label=0` means column\_0 is the label
   * - add a prefix `name:` for column name, e.g. `label=name:is_click`
   * - if omitted, the first column in the training data is used as the label
   * - **Note**: works only in case of loading data directly from text file
   * - Aliases: label
   */
  label_column?: string | number;
  /**
   * - used to specify the weight column
   * - use number for index, e.g. `weight=0` means column\_0 is the weight
   * - add a prefix `name:` for column name, e.g. `weight=name:weight`
   * - **Note**: works only in case of loading data directly from text file
   * - **Note**: index starts from `0` and it doesn't count the label column when passing type is `int`, e.g. when label is column\_0, and weight is column\_1, the correct parameter is `weight=0`
   * - **Note**: weights should be non-negative
   * - Aliases: weight
   */
  weight_column?: string | number;
  /**
   * - used to specify the query/group id column
   * - use number for index, e.g. `query=0` means column\_0 is the query id
   * - add a prefix `name:` for column name, e.g. `query=name:query_id`
   * - **Note**: works only in case of loading data directly from text file
   * - **Note**: data should be grouped by query\_id, for more information, see Query Data
   * - **Note**: index starts from `0` and it doesn't count the label column when passing type is `int`, e.g. when label is column\_0 and query\_id is column\_1, the correct parameter is `query=0`
   * - Aliases: group, group_id, query_column, query, query_id
   */
  group_column?: string | number;
  /**
   * - used to specify some ignoring columns in training
   * - use number for index, e.g. `ignore_column=0,1,2` means column\_0, column\_1 and column\_2 will be ignored
   * - add a prefix `name:` for column name, e.g. `ignore_column=name:c1,c2,c3` means c1, c2 and c3 will be ignored
   * - **Note**: works only in case of loading data directly from text file
   * - **Note**: index starts from `0` and it doesn't count the label column when passing type is `int`
   * - **Note**: despite the fact that specified columns will be completely ignored during the training, they still should have a valid format allowing LightGBM to load file successfully
   * - Aliases: ignore_feature, blacklist
   */
  ignore_column?: readonly (string | number)[] | string;
  /**
   * - used to specify categorical features
   * - use number for index, e.g. `categorical_feature=0,1,2` means column\_0, column\_1 and column\_2 are categorical features
   * - add a prefix `name:` for column name, e.g. `categorical_feature=name:c1,c2,c3` means c1, c2 and c3 are categorical features
   * - **Note**: all values will be cast to `int32` (integer codes will be extracted from pandas categoricals in the Python-package)
   * - **Note**: index starts from `0` and it doesn't count the label column when passing type is `int`
   * - **Note**: all values should be less than `Int32.MaxValue` (2147483647)
   * - **Note**: using large values could be memory consuming. Tree decision rule works best when categorical features are presented by consecutive integers starting from zero
   * - **Note**: all negative values will be treated as **missing values**
   * - **Note**: the output cannot be monotonically constrained with respect to a categorical feature
   * - **Note**: floating point numbers in categorical features will be rounded towards 0
   * - Aliases: cat_feature, categorical_column, cat_column, categorical_features
   */
  categorical_feature?: readonly (string | number)[] | string;
  /**
   * - path to a `.json` file that specifies bin upper bounds for some or all features
   * - `.json` file should contain an array of objects, each containing the word `feature` (integer feature index) and `bin_upper_bound` (array of thresholds for binning)
   * - see this file as an example
   */
  forcedbins_filename?: string | number;
  /**
   * - path to a `.json` file that specifies customized parser initialized configuration
   * - see lightgbm-transform for usage examples
   * - **Note**: `lightgbm-transform` is not maintained by LightGBM's maintainers. Bug reports or feature requests should go to issues page
   * - *New in version 4.0.0*
   */
  parser_config_file?: string | number;
  /**
   * - used only in `prediction` task
   * - used to specify from which iteration to start the prediction
   * - `<= 0` means from the first iteration
   * - Default: 0
   */
  start_iteration_predict?: number;
  /**
   * - used only in `prediction` task
   * - used to specify how many trained iterations will be used in prediction
   * - `<= 0` means no limit
   * - Default: -1
   */
  num_iteration_predict?: number;
  /**
   * - used only in `prediction` task
   * - set this to `true` to predict only the raw scores
   * - set this to `false` to predict transformed scores
   * - Default: false
   * - Aliases: is_predict_raw_score, predict_rawscore, raw_score
   */
  predict_raw_score?: boolean;
  /**
   * - used only in `prediction` task
   * - set this to `true` to predict with leaf index of all trees
   * - Default: false
   * - Aliases: is_predict_leaf_index, leaf_index
   */
  predict_leaf_index?: boolean;
  /**
   * - used only in `prediction` task
   * - set this to `true` to estimate SHAP values, which represent how each feature contributes to each prediction
   * - produces `#features + 1` values where the last value is the expected value of the model output over the training data
   * - **Note**: if you want to get more explanation for your model's predictions using SHAP values like SHAP interaction values, you can install shap package
   * - **Note**: unlike the shap package, with `predict_contrib` we return a matrix with an extra column, where the last column is the expected value
   * - **Note**: this feature is not implemented for linear trees
   * - Default: false
   * - Aliases: is_predict_contrib, contrib
   */
  predict_contrib?: boolean;
  /**
   * - used only in `prediction` task
   * - control whether or not LightGBM raises an error when you try to predict on data with a different number of features than the training data
   * - if `false` (the default), a fatal error will be raised if the number of features in the dataset you predict on differs from the number seen during training
   * - if `true`, LightGBM will attempt to predict on whatever data you provide. This is dangerous because you might get incorrect predictions, but you could use it in situations where it is difficult or expensive to generate some features and you are very confident that they were never chosen for splits in the model
   * - **Note**: be very careful setting this parameter to `true`
   * - Default: false
   */
  predict_disable_shape_check?: boolean;
  /**
   * - used only in `prediction` task
   * - used only in `classification` and `ranking` applications
   * - used only for predicting normal or raw scores
   * - if `true`, will use early-stopping to speed up the prediction. May affect the accuracy
   * - **Note**: cannot be used with `rf` boosting type or custom objective function
   * - Default: false
   */
  pred_early_stop?: boolean;
  /**
   * - used only in `prediction` task and if `pred_early_stop=true`
   * - the frequency of checking early-stopping prediction
   * - Default: 10
   */
  pred_early_stop_freq?: number;
  /**
   * - used only in `prediction` task and if `pred_early_stop=true`
   * - the threshold of margin in early-stopping prediction
   * - Default: 10.0
   */
  pred_early_stop_margin?: number;
  /**
   * - used only in `rank_xendcg` objective
   * - random seed for objectives, if random process is needed
   * - Default: 5
   */
  objective_seed?: number;
  /**
   * - used only in `multi-class` classification application
   * - Default: 1
   * - Must be >0
   * - Aliases: num_classes
   */
  num_class?: number;
  /**
   * - used only in `binary` and `multiclassova` applications
   * - set this to `true` if training data are unbalanced
   * - **Note**: while enabling this should increase the overall performance metric of your model, it will also result in poor estimates of the individual class probabilities
   * - **Note**: this parameter cannot be used at the same time with `scale_pos_weight`, choose only **one** of them
   * - Default: false
   * - Aliases: unbalance, unbalanced_sets
   */
  is_unbalance?: boolean;
  /**
   * - used only in `binary` and `multiclassova` applications
   * - weight of labels with positive class
   * - **Note**: while enabling this should increase the overall performance metric of your model, it will also result in poor estimates of the individual class probabilities
   * - **Note**: this parameter cannot be used at the same time with `is_unbalance`, choose only **one** of them
   * - Default: 1.0
   * - Must be >0.0
   */
  scale_pos_weight?: number;
  /**
   * - used only in `binary` and `multiclassova` classification and in `lambdarank` applications
   * - parameter for the sigmoid function
   * - Default: 1.0
   * - Must be >0.0
   */
  sigmoid?: number;
  /**
   * - used only in `regression`, `binary`, `multiclassova` and `cross-entropy` applications
   * - adjusts initial score to the mean of labels for faster convergence
   * - Default: true
   */
  boost_from_average?: boolean;
  /**
   * - used only in `regression` application
   * - used to fit `sqrt(label)` instead of original values and prediction result will be also automatically converted to `prediction^2`
   * - might be useful in case of large-range labels
   * - Default: false
   */
  reg_sqrt?: boolean;
  /**
   * - used only in `huber` and `quantile` `regression` applications
   * - parameter for Huber loss and Quantile regression
   * - Default: 0.9
   * - Must be >0.0
   */
  alpha?: number;
  /**
   * - used only in `fair` `regression` application
   * - parameter for Fair loss
   * - Default: 1.0
   * - Must be >0.0
   */
  fair_c?: number;
  /**
   * - used only in `poisson` `regression` application
   * - parameter for Poisson regression to safeguard optimization
   * - Default: 0.7
   * - Must be >0.0
   */
  poisson_max_delta_step?: number;
  /**
   * - used only in `tweedie` `regression` application
   * - used to control the variance of the tweedie distribution
   * - set this closer to `2` to shift towards a **Gamma** distribution
   * - set this closer to `1` to shift towards a **Poisson** distribution
   * - Default: 1.5
   * - Must be >=1.0 and <2.0
   */
  tweedie_variance_power?: number;
  /**
   * - used only in `lambdarank` application
   * - controls the number of top-results to focus on during training, refer to "truncation level" in the Sec. 3 of LambdaMART paper
   * - this parameter is closely related to the desirable cutoff `k` in the metric **NDCG@k** that we aim at optimizing the ranker for. The optimal setting for this parameter is likely to be slightly higher than `k` (e.g., `k + 3`) to include more pairs of documents to train on, but perhaps not too high to avoid deviating too much from the desired target metric **NDCG@k**
   * - Default: 30
   * - Must be >0
   */
  lambdarank_truncation_level?: number;
  /**
   * - used only in `lambdarank` application
   * - set this to `true` to normalize the lambdas for different queries, and improve the performance for unbalanced data
   * - set this to `false` to enforce the original lambdarank algorithm
   * - Default: true
   */
  lambdarank_norm?: boolean;
  /**
   * - used only in `lambdarank` application
   * - relevant gain for labels. For example, the gain of label `2` is `3` in case of default label gains
   * - separate by `,`
   * - Default: 0,1,3,7,15,31,63,...,2^30-1
   */
  label_gain?: readonly number[] | string;
  /**
   * - used only in `lambdarank` application when positional information is provided and position bias is modeled
   * - larger values reduce the inferred position bias factors
   * - *New in version 4.1.0*
   * - Default: 0.0
   * - Must be >=0.0
   */
  lambdarank_position_bias_regularization?: number;
  /**
   * - metric(s) to be evaluated on the evaluation set(s)
   * - `""` (empty string or not specified) means that metric corresponding to specified `objective` will be used (this is possible only for pre-defined objective functions, otherwise no evaluation metric will be added)
   * - `"None"` (string, **not** a `None` value) means that no metric will be registered, aliases: `na`, `null`, `custom`
   * - `l1`, absolute loss, aliases: `mean_absolute_error`, `mae`, `regression_l1`
   * - `l2`, square loss, aliases: `mean_squared_error`, `mse`, `regression_l2`, `regression`
   * - `rmse`, root square loss, aliases: `root_mean_squared_error`, `l2_root`
   * - `quantile`, Quantile regression
   * - `mape`, MAPE loss, aliases: `mean_absolute_percentage_error`
   * - `huber`, Huber loss
   * - `fair`, Fair loss
   * - `poisson`, negative log-likelihood for Poisson regression
   * - `gamma`, negative log-likelihood for **Gamma** regression
   * - `gamma_deviance`, residual deviance for **Gamma** regression
   * - `tweedie`, negative log-likelihood for **Tweedie** regression
   * - `ndcg`, NDCG, aliases: `lambdarank`, `rank_xendcg`, `xendcg`, `xe_ndcg`, `xe_ndcg_mart`, `xendcg_mart`
   * - `map`, MAP, aliases: `mean_average_precision`
   * - `auc`, AUC
   * - `average_precision`, average precision score
   * - `r2`, R-squared (*New in version 4.7.0*)
   * - `binary_logloss`, log loss, aliases: `binary`
   * - `binary_error`, for one sample: `0` for correct classification, `1` for error classification
   * - `auc_mu`, AUC-mu
   * - `multi_logloss`, log loss for multi-class classification, aliases: `multiclass`, `softmax`, `multiclassova`, `multiclass_ova`, `ova`, `ovr`
   * - `multi_error`, error rate for multi-class classification
   * - `cross_entropy`, cross-entropy (with optional linear weights), aliases: `xentropy`
   * - `cross_entropy_lambda`, "intensity-weighted" cross-entropy, aliases: `xentlambda`
   * - `kullback_leibler`, Kullback-Leibler divergence, aliases: `kldiv`
   * - support multiple metrics, separated by `,`
   * - Default: ""
   * - Aliases: metrics, metric_types
   */
  metric?: readonly (string | number)[] | string;
  /**
   * - frequency for metric output
   * - **Note**: can be used only in CLI version
   * - Default: 1
   * - Must be >0
   * - Aliases: output_freq
   */
  metric_freq?: number;
  /**
   * - set this to `true` to output metric result over training dataset
   * - **Note**: can be used only in CLI version
   * - Default: false
   * - Aliases: training_metric, is_training_metric, train_metric
   */
  is_provide_training_metric?: boolean;
  /**
   * - used only with `ndcg` and `map` metrics
   * - NDCG and MAP evaluation positions, separated by `,`
   * - Default: 1,2,3,4,5
   * - Aliases: ndcg_eval_at, ndcg_at, map_eval_at, map_at
   */
  eval_at?: readonly number[] | string;
  /**
   * - used only with `multi_error` metric
   * - threshold for top-k multi-error metric
   * - the error on each sample is `0` if the true class is among the top `multi_error_top_k` predictions, and `1` otherwise
   * - more precisely, the error on a sample is `0` if there are at least `num_classes - multi_error_top_k` predictions strictly less than the prediction on the true class
   * - when `multi_error_top_k=1` this is equivalent to the usual multi-error metric
   * - Default: 1
   * - Must be >0
   */
  multi_error_top_k?: number;
  /**
   * - used only with `auc_mu` metric
   * - list representing flattened matrix (in row-major order) giving loss weights for classification errors
   * - list should have `n * n` elements, where `n` is the number of classes
   * - the matrix co-ordinate `[i, j]` should correspond to the `i * n + j`-th element of the list
   * - if not specified, will use equal weights for all classes
   * - Default: None
   */
  auc_mu_weights?: readonly number[] | string;
}

export type ParameterKind = "integer" | "number" | "boolean" | "text" | "numbers" | "texts" | "enum";

export interface ParameterRule {
  readonly kind: ParameterKind;
  readonly aliases: readonly string[];
  /** Bounds such as ">0.0". */
  readonly checks?: readonly string[];
  /** The only words that a list of texts may have. */
  readonly words?: readonly string[];
}

export const parameterTable = {
  objective: {kind: "enum", aliases: ["objective_type", "app", "application", "loss"]},
  boosting: {kind: "enum", aliases: ["boosting_type", "boost"]},
  data_sample_strategy: {kind: "enum", aliases: []},
  num_iterations: {
    kind: "integer",
    aliases: [
      "num_iteration",
      "n_iter",
      "num_tree",
      "num_trees",
      "num_round",
      "num_rounds",
      "nrounds",
      "num_boost_round",
      "n_estimators",
      "max_iter"
    ],
    checks: [">=0"]
  },
  learning_rate: {kind: "number", aliases: ["shrinkage_rate", "eta"], checks: [">0.0"]},
  num_leaves: {
    kind: "integer",
    aliases: ["num_leaf", "max_leaves", "max_leaf", "max_leaf_nodes"],
    checks: [">1", "<=131072"]
  },
  tree_learner: {kind: "enum", aliases: ["tree", "tree_type", "tree_learner_type"]},
  num_threads: {kind: "integer", aliases: ["num_thread", "nthread", "nthreads", "n_jobs"]},
  device_type: {kind: "enum", aliases: ["device"]},
  seed: {kind: "integer", aliases: ["random_seed", "random_state"]},
  deterministic: {kind: "boolean", aliases: []},
  force_col_wise: {kind: "boolean", aliases: []},
  force_row_wise: {kind: "boolean", aliases: []},
  histogram_pool_size: {kind: "number", aliases: ["hist_pool_size"]},
  max_depth: {kind: "integer", aliases: []},
  min_data_in_leaf: {
    kind: "integer",
    aliases: ["min_data_per_leaf", "min_data", "min_child_samples", "min_samples_leaf"],
    checks: [">=0"]
  },
  min_sum_hessian_in_leaf: {
    kind: "number",
    aliases: ["min_sum_hessian_per_leaf", "min_sum_hessian", "min_hessian", "min_child_weight"],
    checks: [">=0.0"]
  },
  bagging_fraction: {kind: "number", aliases: ["sub_row", "subsample", "bagging"], checks: [">0.0", "<=1.0"]},
  pos_bagging_fraction: {
    kind: "number",
    aliases: ["pos_sub_row", "pos_subsample", "pos_bagging"],
    checks: [">0.0", "<=1.0"]
  },
  neg_bagging_fraction: {
    kind: "number",
    aliases: ["neg_sub_row", "neg_subsample", "neg_bagging"],
    checks: [">0.0", "<=1.0"]
  },
  bagging_freq: {kind: "integer", aliases: ["subsample_freq"]},
  bagging_seed: {kind: "integer", aliases: ["bagging_fraction_seed"]},
  bagging_by_query: {kind: "boolean", aliases: []},
  feature_fraction: {kind: "number", aliases: ["sub_feature", "colsample_bytree"], checks: [">0.0", "<=1.0"]},
  feature_fraction_bynode: {
    kind: "number",
    aliases: ["sub_feature_bynode", "colsample_bynode"],
    checks: [">0.0", "<=1.0"]
  },
  feature_fraction_seed: {kind: "integer", aliases: []},
  extra_trees: {kind: "boolean", aliases: ["extra_tree"]},
  extra_seed: {kind: "integer", aliases: []},
  early_stopping_round: {kind: "integer", aliases: ["early_stopping_rounds", "early_stopping", "n_iter_no_change"]},
  early_stopping_min_delta: {kind: "number", aliases: [], checks: [">=0.0"]},
  first_metric_only: {kind: "boolean", aliases: []},
  max_delta_step: {kind: "number", aliases: ["max_tree_output", "max_leaf_output"]},
  lambda_l1: {kind: "number", aliases: ["reg_alpha", "l1_regularization"], checks: [">=0.0"]},
  lambda_l2: {kind: "number", aliases: ["reg_lambda", "lambda", "l2_regularization"], checks: [">=0.0"]},
  linear_lambda: {kind: "number", aliases: [], checks: [">=0.0"]},
  min_gain_to_split: {kind: "number", aliases: ["min_split_gain"], checks: [">=0.0"]},
  drop_rate: {kind: "number", aliases: ["rate_drop"], checks: [">=0.0", "<=1.0"]},
  max_drop: {kind: "integer", aliases: []},
  skip_drop: {kind: "number", aliases: [], checks: [">=0.0", "<=1.0"]},
  xgboost_dart_mode: {kind: "boolean", aliases: []},
  uniform_drop: {kind: "boolean", aliases: []},
  drop_seed: {kind: "integer", aliases: []},
  top_rate: {kind: "number", aliases: [], checks: [">=0.0", "<=1.0"]},
  other_rate: {kind: "number", aliases: [], checks: [">=0.0", "<=1.0"]},
  min_data_per_group: {kind: "integer", aliases: [], checks: [">0"]},
  max_cat_threshold: {kind: "integer", aliases: [], checks: [">0"]},
  cat_l2: {kind: "number", aliases: [], checks: [">=0.0"]},
  cat_smooth: {kind: "number", aliases: [], checks: [">=0.0"]},
  max_cat_to_onehot: {kind: "integer", aliases: [], checks: [">0"]},
  top_k: {kind: "integer", aliases: ["topk"], checks: [">0"]},
  monotone_constraints: {kind: "numbers", aliases: ["mc", "monotone_constraint", "monotonic_cst"]},
  monotone_constraints_method: {kind: "enum", aliases: ["monotone_constraining_method", "mc_method"]},
  monotone_penalty: {
    kind: "number",
    aliases: ["monotone_splits_penalty", "ms_penalty", "mc_penalty"],
    checks: [">=0.0"]
  },
  feature_contri: {kind: "numbers", aliases: ["feature_contrib", "fc", "fp", "feature_penalty"]},
  forcedsplits_filename: {
    kind: "text",
    aliases: ["fs", "forced_splits_filename", "forced_splits_file", "forced_splits"]
  },
  refit_decay_rate: {kind: "number", aliases: [], checks: [">=0.0", "<=1.0"]},
  cegb_tradeoff: {kind: "number", aliases: [], checks: [">=0.0"]},
  cegb_penalty_split: {kind: "number", aliases: [], checks: [">=0.0"]},
  cegb_penalty_feature_lazy: {kind: "numbers", aliases: []},
  cegb_penalty_feature_coupled: {kind: "numbers", aliases: []},
  path_smooth: {kind: "number", aliases: [], checks: [">= 0.0"]},
  interaction_constraints: {kind: "text", aliases: []},
  verbosity: {kind: "integer", aliases: ["verbose"]},
  use_quantized_grad: {kind: "boolean", aliases: []},
  num_grad_quant_bins: {kind: "integer", aliases: []},
  quant_train_renew_leaf: {kind: "boolean", aliases: []},
  stochastic_rounding: {kind: "boolean", aliases: []},
  linear_tree: {kind: "boolean", aliases: ["linear_trees"]},
  max_bin: {kind: "integer", aliases: ["max_bins"], checks: [">1"]},
  max_bin_by_feature: {kind: "numbers", aliases: []},
  min_data_in_bin: {kind: "integer", aliases: [], checks: [">0"]},
  bin_construct_sample_cnt: {kind: "integer", aliases: ["subsample_for_bin"], checks: [">0"]},
  data_random_seed: {kind: "integer", aliases: ["data_seed"]},
  is_enable_sparse: {kind: "boolean", aliases: ["is_sparse", "enable_sparse", "sparse"]},
  enable_bundle: {kind: "boolean", aliases: ["is_enable_bundle", "bundle"]},
  use_missing: {kind: "boolean", aliases: []},
  zero_as_missing: {kind: "boolean", aliases: []},
  feature_pre_filter: {kind: "boolean", aliases: []},
  pre_partition: {kind: "boolean", aliases: ["is_pre_partition"]},
  two_round: {kind: "boolean", aliases: ["two_round_loading", "use_two_round_loading"]},
  header: {kind: "boolean", aliases: ["has_header"]},
  label_column: {kind: "text", aliases: ["label"]},
  weight_column: {kind: "text", aliases: ["weight"]},
  group_column: {kind: "text", aliases: ["group", "group_id", "query_column", "query", "query_id"]},
  ignore_column: {kind: "texts", aliases: ["ignore_feature", "blacklist"]},
  categorical_feature: {
    kind: "texts",
    aliases: ["cat_feature", "categorical_column", "cat_column", "categorical_features"]
  },
  forcedbins_filename: {kind: "text", aliases: []},
  parser_config_file: {kind: "text", aliases: []},
  start_iteration_predict: {kind: "integer", aliases: []},
  num_iteration_predict: {kind: "integer", aliases: []},
  predict_raw_score: {kind: "boolean", aliases: ["is_predict_raw_score", "predict_rawscore", "raw_score"]},
  predict_leaf_index: {kind: "boolean", aliases: ["is_predict_leaf_index", "leaf_index"]},
  predict_contrib: {kind: "boolean", aliases: ["is_predict_contrib", "contrib"]},
  predict_disable_shape_check: {kind: "boolean", aliases: []},
  pred_early_stop: {kind: "boolean", aliases: []},
  pred_early_stop_freq: {kind: "integer", aliases: []},
  pred_early_stop_margin: {kind: "number", aliases: []},
  objective_seed: {kind: "integer", aliases: []},
  num_class: {kind: "integer", aliases: ["num_classes"], checks: [">0"]},
  is_unbalance: {kind: "boolean", aliases: ["unbalance", "unbalanced_sets"]},
  scale_pos_weight: {kind: "number", aliases: [], checks: [">0.0"]},
  sigmoid: {kind: "number", aliases: [], checks: [">0.0"]},
  boost_from_average: {kind: "boolean", aliases: []},
  reg_sqrt: {kind: "boolean", aliases: []},
  alpha: {kind: "number", aliases: [], checks: [">0.0"]},
  fair_c: {kind: "number", aliases: [], checks: [">0.0"]},
  poisson_max_delta_step: {kind: "number", aliases: [], checks: [">0.0"]},
  tweedie_variance_power: {kind: "number", aliases: [], checks: [">=1.0", "<2.0"]},
  lambdarank_truncation_level: {kind: "integer", aliases: [], checks: [">0"]},
  lambdarank_norm: {kind: "boolean", aliases: []},
  label_gain: {kind: "numbers", aliases: []},
  lambdarank_position_bias_regularization: {kind: "number", aliases: [], checks: [">=0.0"]},
  metric: {
    kind: "texts",
    aliases: ["metrics", "metric_types"],
    words: [
      "none",
      "na",
      "null",
      "custom",
      "l1",
      "mean_absolute_error",
      "mae",
      "regression_l1",
      "l2",
      "mean_squared_error",
      "mse",
      "regression_l2",
      "regression",
      "rmse",
      "root_mean_squared_error",
      "l2_root",
      "quantile",
      "mape",
      "mean_absolute_percentage_error",
      "huber",
      "fair",
      "poisson",
      "gamma",
      "gamma_deviance",
      "tweedie",
      "ndcg",
      "lambdarank",
      "rank_xendcg",
      "xendcg",
      "xe_ndcg",
      "xe_ndcg_mart",
      "xendcg_mart",
      "map",
      "mean_average_precision",
      "auc",
      "average_precision",
      "r2",
      "binary_logloss",
      "binary",
      "binary_error",
      "auc_mu",
      "multi_logloss",
      "multiclass",
      "softmax",
      "multiclassova",
      "multiclass_ova",
      "ova",
      "ovr",
      "multi_error",
      "cross_entropy",
      "xentropy",
      "cross_entropy_lambda",
      "xentlambda",
      "kullback_leibler",
      "kldiv"
    ]
  },
  metric_freq: {kind: "integer", aliases: ["output_freq"], checks: [">0"]},
  is_provide_training_metric: {kind: "boolean", aliases: ["training_metric", "is_training_metric", "train_metric"]},
  eval_at: {kind: "numbers", aliases: ["ndcg_eval_at", "ndcg_at", "map_eval_at", "map_at"]},
  multi_error_top_k: {kind: "integer", aliases: [], checks: [">0"]},
  auc_mu_weights: {kind: "numbers", aliases: []}
} as const satisfies Record<keyof LightGBMParams, ParameterRule>;
