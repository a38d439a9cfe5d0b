// LightGBM's C API, extended: columns instead of rows, and several boosters at once. LightGBM's own file is included,
// not copied, so that both share one error message and one set of helpers.
#include "src/c_api.cpp"

#include "bins.h"

using LightGBM::Dataset;

/*!
 * \brief Bins one column of a dense dataset: what LGBM_DatasetPushRows does row by row, without the row.
 *        The bounds of the column's bins stay in the cache, and nobody has to transpose the data.
 * \param handle Dataset from LGBM_DatasetCreateFromSampledColumn or LGBM_DatasetCreateByReference
 * \param column Index of the column, among all columns of the raw data
 * \param values The column's values for the rows [start_row, start_row + nrow)
 * \return 0 when succeed, -1 when failure happens
 */
LIGHTGBM_C_EXPORT int LGBM_DatasetPushColumn(DatasetHandle handle, int32_t column, const double* values, int32_t nrow,
                                             int32_t start_row) {
  API_BEGIN();
  auto dataset = reinterpret_cast<Dataset*>(handle);
  CHECK(start_row >= 0 && nrow <= dataset->num_data() - start_row);
  CHECK(column >= 0 && column < dataset->num_total_features());
  const int feature = dataset->InnerFeatureIndex(column);
  if (feature >= 0) {
    const int group = dataset->Feature2Group(feature);
    const int sub_feature = dataset->Feature2SubFeature(feature);
    OMP_INIT_EX();
#pragma omp parallel for num_threads(OMP_NUM_THREADS()) schedule(static) if (nrow >= 4096)
    for (int32_t i = 0; i < nrow; ++i) {
      OMP_LOOP_EX_BEGIN();
      dataset->PushOneData(omp_get_thread_num(), start_row + i, group, feature, sub_feature, values[i]);
      OMP_LOOP_EX_END();
    }
    OMP_THROW_EX();
  }
  API_END();
}

/*!
 * \brief Begins to find bins: LGBM_DatasetCreateFromSampledColumn in steps, for which the sample is never needed whole.
 * \param sample_rows How many rows the sample has
 * \param rows How many rows the dataset will have
 */
LIGHTGBM_C_EXPORT int LGBM_BinsCreate(int32_t columns, int32_t sample_rows, int32_t rows, const char* parameters,
                                      void** out) {
  API_BEGIN();
  *out = new BinFinder(columns, sample_rows, rows, parameters);
  API_END();
}

/*!
 * \brief Finds the bins of some columns, as many at once as there are threads.
 * \param values For each column the values that are not zero, in any order afterwards
 * \param positions Where in the sample they are
 * \param counts How many they are
 */
LIGHTGBM_C_EXPORT int LGBM_BinsFind(void* handle, int32_t first, int32_t columns, double** values, int** positions,
                                    const int* counts) {
  API_BEGIN();
  reinterpret_cast<BinFinder*>(handle)->Find(first, columns, values, positions, counts);
  API_END();
}

/*! \brief Makes an empty dataset with the bins. */
LIGHTGBM_C_EXPORT int LGBM_BinsFinish(void* handle, DatasetHandle* out) {
  API_BEGIN();
  *out = reinterpret_cast<BinFinder*>(handle)->Construct();
  API_END();
}

LIGHTGBM_C_EXPORT int LGBM_BinsFree(void* handle) {
  API_BEGIN();
  delete reinterpret_cast<BinFinder*>(handle);
  API_END();
}

/*! \brief Makes room for the raw values that linear trees need; does nothing for other datasets. */
LIGHTGBM_C_EXPORT int LGBM_DatasetResizeRaw(DatasetHandle handle) {
  API_BEGIN();
  auto dataset = reinterpret_cast<Dataset*>(handle);
  if (dataset->has_raw()) {
    dataset->ResizeRaw(dataset->num_data());
  }
  API_END();
}

namespace {

/*! \brief Calls a function of the C API for the boosters [first, last), as many at once as there are threads. */
template <typename Call>
void CallTogether(int first, int last, const Call& call) {
  OMP_INIT_EX();
#pragma omp parallel for num_threads(OMP_NUM_THREADS()) schedule(dynamic)
  for (int i = first; i < last; ++i) {
    // A team of one: inside, this is thread 0 of 1, which is what LightGBM's buffers are made for.
#pragma omp parallel num_threads(1)
    {
      OMP_LOOP_EX_BEGIN();
      // The message is this thread's own, so it must be taken along from here.
      if (call(i) != 0) throw std::runtime_error(LGBM_GetLastError());
      OMP_LOOP_EX_END();
    }
  }
  OMP_THROW_EX();
}

}  // namespace

/*!
 * \brief LGBM_BoosterUpdateOneIter for several boosters: each on one thread, as many at once as there are threads, and
 *        what does not make up a round one after the other with all threads.
 * \param finished One integer for each booster: 1 if there is nothing to be gained any more
 */
LIGHTGBM_C_EXPORT int LGBM_BoostersUpdateOneIter(const BoosterHandle* boosters, int count, int* finished) {
  API_BEGIN();
  const auto update = [=](int i) { return LGBM_BoosterUpdateOneIter(boosters[i], finished + i); };
  const int in_rounds = count - count % OMP_NUM_THREADS();
  CallTogether(0, in_rounds, update);
  for (int i = in_rounds; i < count; ++i) {
    if (update(i) != 0) return -1;
  }
  API_END();
}

/*! \brief LGBM_BoosterGetEval for several boosters with the same metrics; their values come booster by booster. */
LIGHTGBM_C_EXPORT int LGBM_BoostersGetEval(const BoosterHandle* boosters, int count, int data, int metrics,
                                           double* values) {
  API_BEGIN();
  CallTogether(0, count, [=](int i) {
    int length;
    return LGBM_BoosterGetEval(boosters[i], data, &length, values + static_cast<size_t>(i) * metrics);
  });
  API_END();
}
