// LightGBM's C API, extended by what a column store in JavaScript needs. LightGBM's own file is included,
// not copied, so that both share one error message and one set of helpers; LightGBM's sources stay untouched.
#include "src/c_api.cpp"

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
    const int sub_feature = dataset->Feture2SubFeature(feature);
    for (int32_t i = 0; i < nrow; ++i) {
      dataset->PushOneData(0, start_row + i, group, feature, sub_feature, values[i]);
    }
  }
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
