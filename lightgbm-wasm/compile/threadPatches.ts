import type {Patch} from "./patch.js";

/** What several threads need, and what makes results independent of their number. */
export const threadPatches: readonly Patch[] = [
  {
    // How many threads there are is settled when the module is loaded; the parameter num_threads must not change it.
    file: "src/utils/openmp_wrapper.cpp",
    replace: [
      ["int OMP_NUM_THREADS() {\n", "int OMP_NUM_THREADS() {\n  return omp_get_max_threads();\n"],
      ["void OMP_SET_NUM_THREADS(int num_threads) {\n", "void OMP_SET_NUM_THREADS(int num_threads) {\n  return;\n"]
    ]
  },
  {
    // An exception cannot be thrown again on another thread here, but its message can.
    file: "include/LightGBM/utils/openmp_wrapper.h",
    replace: [
      [
        `  void ReThrow() {
    if (ex_ptr_ != nullptr) {
      std::rethrow_exception(ex_ptr_);
    }
  }
  void CaptureException() {
    // only catch first exception.
    if (ex_ptr_ != nullptr) {
      return;
    }
    std::unique_lock<std::mutex> guard(lock_);
    if (ex_ptr_ != nullptr) {
      return;
    }
    ex_ptr_ = std::current_exception();
  }

 private:
  std::exception_ptr ex_ptr_;`,
        `  void ReThrow() {
    if (!has_message_) return;
    has_message_ = false;
    throw std::runtime_error(message_);
  }
  void CaptureException(const char* message = "unknown exception") {
    std::unique_lock<std::mutex> guard(lock_);
    if (has_message_) return;
    has_message_ = true;
    message_ = message;
  }

 private:
  bool has_message_ = false;
  std::string message_;`
      ],
      ["    ex_ptr_ = nullptr;\n", ""],
      [
        "Log::Warning(ex.what());              \\\n    omp_except_helper.CaptureException(); \\",
        "omp_except_helper.CaptureException(ex.what()); \\"
      ],
      ["#include <stdexcept>\n", "#include <stdexcept>\n#include <string>\n"]
    ]
  },
  {
    // GOSS looks for the largest gradients in each thread's part of the rows: one part, whatever the threads.
    file: "src/boosting/goss.hpp",
    replace: [
      [
        "bagging_runner_.ReSize(num_data_);",
        "bagging_runner_ = ParallelPartitionRunner<data_size_t, false>(num_data_, 1 << 30);"
      ]
    ]
  },
  {
    // Row-wise histograms are added up over each thread's part of the rows: one part, whatever the threads.
    file: "include/LightGBM/train_share_states.h",
    replace: [["BlockInfo<data_size_t>(num_threads_, num_data,", "BlockInfo<data_size_t>(1, num_data,"]]
  },
  {
    // So are the random numbers that round quantised gradients.
    file: "src/treelearner/gradient_discretizer.cpp",
    replace: [
      ["BlockInfo<data_size_t>(num_data, 512,", "BlockInfo<data_size_t>(1, num_data, 512,"],
      ["random_seed_ + thread_id + num_threads", "random_seed_ + thread_id + 1"],
      ["std::uniform_int_distribution<data_size_t>(0, num_data)", "UniformIntegers(static_cast<uint32_t>(num_data))"]
    ]
  },
  {
    // Which integer a distribution draws is the C++ library's own business; Python's wheel has libstdc++'s way (Lemire's
    // multiplication), and so it is done here.
    file: "src/treelearner/gradient_discretizer.hpp",
    replace: [
      ["  std::uniform_int_distribution<data_size_t> random", "  UniformIntegers random"],
      [
        "class GradientDiscretizer {\n",
        `class UniformIntegers {
 public:
  explicit UniformIntegers(uint32_t last = 0) : range_(last + 1) {}

  data_size_t operator()(std::mt19937& engine) const {
    uint64_t product = static_cast<uint64_t>(engine()) * range_;
    if (static_cast<uint32_t>(product) < range_) {
      const uint32_t threshold = -range_ % range_;
      while (static_cast<uint32_t>(product) < threshold) product = static_cast<uint64_t>(engine()) * range_;
    }
    return static_cast<data_size_t>(product >> 32);
  }

 private:
  uint32_t range_;
};

class GradientDiscretizer {
`
      ]
    ]
  },
  {
    // Merging sorted parts orders what is equal otherwise than sorting the whole.
    file: "include/LightGBM/utils/common.h",
    replace: [["if (len <= kMinInnerLen || num_threads <= 1) {", "{"]]
  }
];
