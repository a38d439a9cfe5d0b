// Finding bins a few columns at a time: what LightGBM's DatasetLoader::ConstructFromSampleData does, which needs the whole
// sample at once.
#ifndef LIGHTGBM_WASM_BINS_H_
#define LIGHTGBM_WASM_BINS_H_

#include <LightGBM/bin.h>
#include <LightGBM/config.h>
#include <LightGBM/dataset.h>
#include <LightGBM/dataset_loader.h>
#include <LightGBM/utils/common.h>
#include <LightGBM/utils/openmp_wrapper.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace LightGBM {

// Defined in src/io/dataset.cpp.
std::vector<int> FixSampleIndices(const BinMapper* bin_mapper, int num_total_samples, int num_indices,
                                  const int* sample_indices, const double* sample_values);

}  // namespace LightGBM

class BinFinder {
 public:
  BinFinder(int columns, int sample_rows, int rows, const char* parameters)
      : sample_rows_(sample_rows), rows_(rows), mappers_(columns), counts_(columns), places_(columns) {
    config_.Set(LightGBM::Config::Str2Map(parameters));
    if (!config_.max_bin_by_feature.empty()) {
      CHECK_EQ(static_cast<size_t>(columns), config_.max_bin_by_feature.size());
      CHECK_GT(*std::min_element(config_.max_bin_by_feature.begin(), config_.max_bin_by_feature.end()), 1);
    }
    categorical_ = Indices(config_.categorical_feature);
    forced_ = LightGBM::DatasetLoader::GetForcedBins(config_.forcedbins_filename, columns, categorical_);
    filter_count_ = static_cast<LightGBM::data_size_t>(
        static_cast<double>(config_.min_data_in_leaf * static_cast<size_t>(sample_rows)) / rows);
  }

  void Find(int first, int columns, double** values, int** positions, const int* counts) {
    CHECK(first >= 0 && columns >= 0 && static_cast<size_t>(first) + columns <= mappers_.size());
    OMP_INIT_EX();
#pragma omp parallel for num_threads(OMP_NUM_THREADS()) schedule(guided)
    for (int i = 0; i < columns; ++i) {
      OMP_LOOP_EX_BEGIN();
      FindOne(first + i, values[i], positions[i], counts[i]);
      OMP_LOOP_EX_END();
    }
    OMP_THROW_EX();
  }

  LightGBM::Dataset* Construct() {
    const int columns = static_cast<int>(mappers_.size());
    // The lists, and where their lengths are, as the patch of src/io/dataset.cpp reads them.
    std::vector<int*> indices(2 * columns);
    std::vector<std::vector<int>> lists(columns);
    for (int i = 0; i < columns; ++i) {
      if (IsUsed(i) && IsListNeeded(i)) {
        lists[i] = List(places_[i]);
        indices[i] = lists[i].data();
      }
      indices[columns + i] = &places_[i].count;
    }
    std::unique_ptr<LightGBM::Dataset> dataset(new LightGBM::Dataset(rows_));
    dataset->Construct(&mappers_, columns, forced_, indices.data(), nullptr, counts_.data(), columns, sample_rows_,
                       config_);
    if (dataset->has_raw()) dataset->ResizeRaw(rows_);
    std::vector<std::string> names;
    for (int i = 0; i < columns; ++i) names.push_back("Column_" + std::to_string(i));
    dataset->set_feature_names(names);
    return dataset.release();
  }

 private:
  /*! \brief In which rows of the sample a feature is not in its most frequent bin, or in which it is if they are fewer. */
  struct Places {
    int count = 0;
    bool is_inverse = false;
    std::vector<int> rows;
  };

  static std::unordered_set<int> Indices(const std::string& text) {
    std::unordered_set<int> indices;
    for (const auto& token : LightGBM::Common::Split(text.c_str(), ',')) {
      int index;
      if (!LightGBM::Common::AtoiAndCheck(token.c_str(), &index)) {
        LightGBM::Log::Fatal("%s is not the index of a feature", token.c_str());
      }
      indices.insert(index);
    }
    return indices;
  }

  void FindOne(int column, double* values, const int* positions, int count) {
    const bool is_categorical = categorical_.count(column) > 0;
    if (is_categorical && !config_.monotone_constraints.empty() && config_.monotone_constraints[column] != 0) {
      LightGBM::Log::Fatal("The output cannot be monotone with respect to categorical features");
    }
    std::unique_ptr<LightGBM::BinMapper> mapper(new LightGBM::BinMapper());
    const int max_bin = config_.max_bin_by_feature.empty() ? config_.max_bin : config_.max_bin_by_feature[column];
    mapper->FindBin(values, count, sample_rows_, max_bin, config_.min_data_in_bin, filter_count_,
                    config_.feature_pre_filter,
                    is_categorical ? LightGBM::BinType::CategoricalBin : LightGBM::BinType::NumericalBin,
                    config_.use_missing, config_.zero_as_missing, forced_[column]);
    counts_[column] = count;
    if (!mapper->is_trivial() && config_.enable_bundle) {
      // As in LightGBM, with the values in the order that finding the bins has left them in.
      auto fixed = LightGBM::FixSampleIndices(mapper.get(), sample_rows_, count, positions, values);
      if (fixed.empty()) fixed.assign(positions, positions + count);
      places_[column] = Keep(std::move(fixed));
    }
    mappers_[column] = std::move(mapper);
  }

  Places Keep(std::vector<int> rows) const {
    Places places;
    places.count = static_cast<int>(rows.size());
    places.is_inverse = places.count > sample_rows_ / 2;
    if (places.is_inverse) rows = Inverse(rows);
    rows.shrink_to_fit();
    places.rows = std::move(rows);
    return places;
  }

  std::vector<int> List(const Places& places) const { return places.is_inverse ? Inverse(places.rows) : places.rows; }

  /*! \brief The rows of the sample that are not among `rows`, which ascend. */
  std::vector<int> Inverse(const std::vector<int>& rows) const {
    std::vector<int> others;
    size_t next = 0;
    for (int row = 0; row < sample_rows_; ++row) {
      if (next < rows.size() && rows[next] == row) {
        ++next;
      } else {
        others.push_back(row);
      }
    }
    return others;
  }

  bool IsUsed(int column) const { return mappers_[column] != nullptr && !mappers_[column]->is_trivial(); }

  /*!
   * \brief Whether LightGBM may look at a feature's places when it bundles features: not for one that is so dense that
   *        it fits together with no other.
   */
  bool IsListNeeded(int column) const {
    const int64_t count = places_[column].count;
    if (2 * count <= sample_rows_) return true;
    int64_t least = std::numeric_limits<int64_t>::max() / 2;
    for (int i = 0; i < static_cast<int>(mappers_.size()); ++i) {
      if (i != column && IsUsed(i)) least = std::min<int64_t>(least, places_[i].count);
    }
    return count + least <= sample_rows_ + sample_rows_ / 10000;
  }

  LightGBM::Config config_;
  const int sample_rows_;
  const int rows_;
  LightGBM::data_size_t filter_count_;
  std::unordered_set<int> categorical_;
  std::vector<std::vector<double>> forced_;
  std::vector<std::unique_ptr<LightGBM::BinMapper>> mappers_;
  /*! \brief How many values of each column are not zero. */
  std::vector<int> counts_;
  std::vector<Places> places_;
};

#endif  // LIGHTGBM_WASM_BINS_H_
