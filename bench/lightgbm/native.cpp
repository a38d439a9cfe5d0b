// The native side of every comparison: trains and predicts through LightGBM's C API as the job file says.
//
// A job is lines of `name value`:
//   rows, columns     the training data's shape
//   data              file of float64, column by column
//   label, weight     files of float32 (weight optional)
//   initScore         file of float64 (optional)
//   group             file of int32 (optional); no query is partly held out
//   validation        rows at the end of the data that are held out as validation set (optional)
//   trainFile, validFile  texts that LightGBM reads itself, in place of all of the above (no predictions then)
//   params            LightGBM's parameters
//   iterations        how many
//   folds             cross-validate instead, over every n-th row; prints the seconds and writes nothing (optional)
//   repeat            how many times to do everything, for timings (optional)
//   output            prefix of the files that are written: .txt (model), .evaluations, .normal, .raw, .leaf, .contributions
//                     (optional: timings need none)
// Timings go to stdout, one JSON object a repetition.

#include <LightGBM/c_api.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Job = std::map<std::string, std::string>;

void Check(int status) {
  if (status != 0) {
    std::fprintf(stderr, "%s\n", LGBM_GetLastError());
    std::exit(1);
  }
}

template <typename T>
std::vector<T> ReadFile(const Job& job, const std::string& name) {
  const auto entry = job.find(name);
  if (entry == job.end()) return {};
  std::ifstream file(entry->second, std::ios::binary | std::ios::ate);
  std::vector<T> values(static_cast<size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

template <typename T>
void WriteFile(const std::string& path, const std::vector<T>& values) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

int ReadInt(const Job& job, const std::string& name, int fallback) {
  const auto entry = job.find(name);
  return entry == job.end() ? fallback : std::stoi(entry->second);
}

class Stopwatch {
 public:
  double Lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    return seconds;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

struct Data {
  int rows;
  int columns;
  std::vector<double> values;
  std::vector<float> label;
  std::vector<float> weight;
  std::vector<double> init_score;
  std::vector<int> group;

  /*! \brief The rows [begin, end), column by column. */
  std::vector<double> Part(int begin, int end) const {
    std::vector<double> part;
    part.reserve(static_cast<size_t>(end - begin) * columns);
    for (int column = 0; column < columns; ++column) {
      const auto start = values.begin() + static_cast<size_t>(column) * rows;
      part.insert(part.end(), start + begin, start + end);
    }
    return part;
  }
};

DatasetHandle CreateDataset(const Data& data, int begin, int end, const std::string& params, DatasetHandle reference) {
  const bool whole = begin == 0 && end == data.rows;
  const auto part = whole ? std::vector<double>() : data.Part(begin, end);
  DatasetHandle dataset;
  Check(LGBM_DatasetCreateFromMat(whole ? data.values.data() : part.data(), C_API_DTYPE_FLOAT64, end - begin,
                                  data.columns, 0, params.c_str(), reference, &dataset));
  const int rows = end - begin;
  Check(LGBM_DatasetSetField(dataset, "label", data.label.data() + begin, rows, C_API_DTYPE_FLOAT32));
  if (!data.weight.empty()) {
    Check(LGBM_DatasetSetField(dataset, "weight", data.weight.data() + begin, rows, C_API_DTYPE_FLOAT32));
  }
  if (!data.init_score.empty()) {
    Check(LGBM_DatasetSetField(dataset, "init_score", data.init_score.data() + begin, rows, C_API_DTYPE_FLOAT64));
  }
  if (!data.group.empty()) {
    std::vector<int> group;
    int start = 0;
    for (const int size : data.group) {
      if (start >= begin && start + size <= end) group.push_back(size);
      start += size;
    }
    Check(LGBM_DatasetSetField(dataset, "group", group.data(), static_cast<int>(group.size()), C_API_DTYPE_INT32));
  }
  return dataset;
}

DatasetHandle ReadDataset(const std::string& path, const std::string& params, DatasetHandle reference) {
  DatasetHandle dataset;
  Check(LGBM_DatasetCreateFromFile(path.c_str(), params.c_str(), reference, &dataset));
  return dataset;
}

std::vector<double> Predict(BoosterHandle booster, const Data& data, int kind) {
  int64_t length;
  Check(LGBM_BoosterCalcNumPredict(booster, data.rows, kind, 0, -1, &length));
  std::vector<double> predictions(static_cast<size_t>(length));
  Check(LGBM_BoosterPredictForMat(booster, data.values.data(), C_API_DTYPE_FLOAT64, data.rows, data.columns, 0, kind, 0,
                                  -1, "", &length, predictions.data()));
  return predictions;
}

std::string ModelText(BoosterHandle booster) {
  int64_t length;
  Check(LGBM_BoosterSaveModelToString(booster, 0, -1, C_API_FEATURE_IMPORTANCE_SPLIT, 0, &length, nullptr));
  std::string text(static_cast<size_t>(length), '\0');
  Check(LGBM_BoosterSaveModelToString(booster, 0, -1, C_API_FEATURE_IMPORTANCE_SPLIT, length, &length, &text[0]));
  text.resize(static_cast<size_t>(length) - 1);
  return text;
}

/*! \brief Bins once, then trains on the subset of each fold, one after the other, with as many threads as there are. */
void CrossValidate(const Job& job, const Data& data) {
  const std::string params = job.at("params");
  const int folds = ReadInt(job, "folds", 5);
  Stopwatch watch;
  DatasetHandle whole = CreateDataset(data, 0, data.rows, params, nullptr);
  for (int fold = 0; fold < folds; ++fold) {
    std::vector<int> rows[2];
    for (int row = 0; row < data.rows; ++row) rows[row % folds == fold].push_back(row);
    DatasetHandle parts[2];
    for (int i = 0; i < 2; ++i) {
      Check(LGBM_DatasetGetSubset(whole, rows[i].data(), static_cast<int>(rows[i].size()), params.c_str(), &parts[i]));
    }
    BoosterHandle booster;
    Check(LGBM_BoosterCreate(parts[0], params.c_str(), &booster));
    Check(LGBM_BoosterAddValidData(booster, parts[1]));
    for (int iteration = 0, finished = 0; iteration < ReadInt(job, "iterations", 100); ++iteration) {
      Check(LGBM_BoosterUpdateOneIter(booster, &finished));
    }
    Check(LGBM_BoosterFree(booster));
    for (DatasetHandle part : parts) Check(LGBM_DatasetFree(part));
  }
  Check(LGBM_DatasetFree(whole));
  std::printf("{\"crossValidation\": %.4f}\n", watch.Lap());
}

void Run(const Job& job, const Data& data) {
  const std::string params = job.at("params");
  const bool has_output = job.count("output") > 0;
  const std::string output = has_output ? job.at("output") : "";
  const bool from_file = job.count("trainFile") > 0;
  const int validation = ReadInt(job, "validation", 0);
  const bool has_validation = validation > 0 || from_file;
  const int train_rows = data.rows - validation;
  Stopwatch watch;
  DatasetHandle train = from_file ? ReadDataset(job.at("trainFile"), params, nullptr)
                                  : CreateDataset(data, 0, train_rows, params, nullptr);
  const double dataset_seconds = watch.Lap();

  BoosterHandle booster;
  Check(LGBM_BoosterCreate(train, params.c_str(), &booster));
  DatasetHandle valid = nullptr;
  if (has_validation) {
    valid = from_file ? ReadDataset(job.at("validFile"), params, train)
                      : CreateDataset(data, train_rows, data.rows, params, train);
    Check(LGBM_BoosterAddValidData(booster, valid));
  }
  int metrics;
  Check(LGBM_BoosterGetEvalCounts(booster, &metrics));
  std::vector<double> evaluations;
  watch.Lap();
  const int iterations = ReadInt(job, "iterations", 100);
  for (int iteration = 0, finished = 0; iteration < iterations && !finished; ++iteration) {
    Check(LGBM_BoosterUpdateOneIter(booster, &finished));
    for (int set = 0; has_validation && set < 2; ++set) {
      std::vector<double> values(metrics);
      int count;
      Check(LGBM_BoosterGetEval(booster, set, &count, values.data()));
      evaluations.insert(evaluations.end(), values.begin(), values.end());
    }
  }
  const double train_seconds = watch.Lap();
  if (from_file) {
    std::ofstream(output + ".txt") << ModelText(booster);
    WriteFile(output + ".evaluations", evaluations);
    return;
  }
  const auto normal = Predict(booster, data, C_API_PREDICT_NORMAL);
  const double predict_seconds = watch.Lap();
  std::printf("{\"dataset\": %.4f, \"train\": %.4f, \"predict\": %.4f}\n", dataset_seconds, train_seconds,
              predict_seconds);

  if (has_output && ReadInt(job, "repeat", 1) == 1) {
    std::ofstream(output + ".txt") << ModelText(booster);
    WriteFile(output + ".evaluations", evaluations);
    WriteFile(output + ".normal", normal);
    WriteFile(output + ".raw", Predict(booster, data, C_API_PREDICT_RAW_SCORE));
    WriteFile(output + ".leaf", Predict(booster, data, C_API_PREDICT_LEAF_INDEX));
    int linear;
    Check(LGBM_BoosterGetLinear(booster, &linear));
    if (!linear) WriteFile(output + ".contributions", Predict(booster, data, C_API_PREDICT_CONTRIB));
  }
  Check(LGBM_BoosterFree(booster));
  if (valid != nullptr) Check(LGBM_DatasetFree(valid));
  Check(LGBM_DatasetFree(train));
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    Job job;
    std::ifstream file(argv[i]);
    for (std::string line; std::getline(file, line);) {
      const auto blank = line.find(' ');
      job[line.substr(0, blank)] = line.substr(blank + 1);
    }
    const Data data{ReadInt(job, "rows", 0),           ReadInt(job, "columns", 0),
                    ReadFile<double>(job, "data"),     ReadFile<float>(job, "label"),
                    ReadFile<float>(job, "weight"),    ReadFile<double>(job, "initScore"),
                    ReadFile<int>(job, "group")};
    if (job.count("folds") > 0) {
      CrossValidate(job, data);
      continue;
    }
    for (int repeat = 0; repeat < ReadInt(job, "repeat", 1); ++repeat) Run(job, data);
  }
  return 0;
}
