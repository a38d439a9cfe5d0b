// The functions that clang's -fopenmp calls, as far as LightGBM's loops need them, on a team of threads.
// Their meaning is that of LLVM's OpenMP runtime (openmp/runtime/src/kmp.h).

#include <omp.h>

#include <cstdarg>
#include <utility>

#include "team.h"

namespace {

constexpr int kStaticChunked = 33;
constexpr int kGuided = 36;
constexpr int kScheduleMask = (1 << 29) - 1;
constexpr int kMostArguments = 24;

struct Region {
  void (*outlined)();
  int argument_count;
  void* arguments[kMostArguments];
};

template <size_t>
using Argument = void*;

template <size_t... I>
void CallWith(const Region& region, int* number, int* bound, std::index_sequence<I...>) {
  // WebAssembly checks the type of what is called, so each count of arguments needs a type of its own.
  reinterpret_cast<void (*)(int*, int*, Argument<I>...)>(region.outlined)(number, bound, region.arguments[I]...);
}

template <size_t Count>
void Call(const Region& region, int* number, int* bound) {
  if (region.argument_count == static_cast<int>(Count)) {
    CallWith(region, number, bound, std::make_index_sequence<Count>());
  } else {
    Call<Count + 1>(region, number, bound);
  }
}

template <>
void Call<kMostArguments + 1>(const Region&, int*, int*) {
  __builtin_trap();
}

void RunRegion(const void* context) {
  int number = team::Self().number;
  int bound = 0;
  Call<0>(*static_cast<const Region*>(context), &number, &bound);
}

/*! \brief Each thread's part of a loop, in one piece or in turns. */
template <typename Index, typename Distance>
void InitStatic(int schedule, int* is_last, Index* lower, Index* upper, Distance* stride, Distance increment,
                Distance chunk) {
  const team::Member& self = team::Self();
  const int64_t first = *lower;
  const int64_t iterations = (static_cast<int64_t>(*upper) - first) / increment + 1;
  int64_t begin;
  int64_t length;
  if ((schedule & kScheduleMask) == kStaticChunked) {
    length = chunk < 1 ? 1 : chunk;
    begin = length * self.number;
    *stride = static_cast<Distance>(length * increment * self.size);
    *is_last = self.number == ((iterations - 1) / length) % self.size;
  } else {
    const int64_t least = iterations / self.size;
    const int64_t more = iterations % self.size;
    begin = least * self.number + (self.number < more ? self.number : more);
    length = least + (self.number < more ? 1 : 0);
    *stride = static_cast<Distance>(iterations * increment);
    *is_last = length > 0 && begin + length == iterations;
  }
  *lower = static_cast<Index>(first + begin * increment);
  *upper = static_cast<Index>(first + (begin + length - 1) * increment);
}

void InitDynamic(int schedule, int64_t lower, int64_t upper, int64_t stride, int64_t chunk) {
  team::Member& self = team::Self();
  self.first = lower;
  self.stride = stride;
  self.iterations = (upper - lower) / stride + 1;
  self.share = chunk < 1 ? 1 : chunk;
  self.guided = (schedule & kScheduleMask) == kGuided;
}

/*! \brief Takes the next share of the loop; returns 0 when none is left. A region has one such loop at most. */
template <typename Index>
int NextDynamic(int* is_last, Index* lower, Index* upper, int32_t* stride) {
  const team::Member& self = team::Self();
  int64_t begin = self.next->load(std::memory_order_relaxed);
  int64_t length;
  do {
    const int64_t rest = self.iterations - begin;
    if (rest <= 0) return 0;
    length = self.guided ? rest / (2 * self.size) : 0;
    if (length < self.share) length = self.share;
    if (length > rest) length = rest;
  } while (!self.next->compare_exchange_weak(begin, begin + length, std::memory_order_relaxed));
  *is_last = begin + length == self.iterations;
  *lower = static_cast<Index>(self.first + begin * self.stride);
  *upper = static_cast<Index>(self.first + (begin + length - 1) * self.stride);
  *stride = static_cast<int32_t>(self.stride);
  return 1;
}

}  // namespace

extern "C" {

int omp_get_thread_num() { return team::Self().number; }
int omp_get_num_threads() { return team::Self().size; }
int omp_get_max_threads() { return team::Available(); }

int __kmpc_global_thread_num(void*) { return team::Self().number; }

void __kmpc_push_num_threads(void*, int, int count) { team::Self().wanted = count; }

void __kmpc_fork_call(void*, int argument_count, void (*outlined)(), ...) {
  team::Member& self = team::Self();
  Region region{outlined, argument_count, {}};
  va_list list;
  va_start(list, outlined);
  for (int i = 0; i < argument_count && i < kMostArguments; ++i) region.arguments[i] = va_arg(list, void*);
  va_end(list);
  const int size = self.wanted > 0 ? self.wanted : team::Available();
  self.wanted = 0;
  team::Run(size, RunRegion, &region);
}

/*! \brief What comes until the matching end is run by this thread alone. */
void __kmpc_serialized_parallel(void*, int) { team::EnterAlone(); }
void __kmpc_end_serialized_parallel(void*, int) { team::LeaveAlone(); }

void __kmpc_barrier(void*, int) { team::Wait(); }

void __kmpc_for_static_init_4(void*, int, int schedule, int* is_last, int32_t* lower, int32_t* upper, int32_t* stride,
                              int32_t increment, int32_t chunk) {
  InitStatic(schedule, is_last, lower, upper, stride, increment, chunk);
}

void __kmpc_for_static_init_4u(void*, int, int schedule, int* is_last, uint32_t* lower, uint32_t* upper,
                               int32_t* stride, int32_t increment, int32_t chunk) {
  InitStatic(schedule, is_last, lower, upper, stride, increment, chunk);
}

void __kmpc_for_static_init_8(void*, int, int schedule, int* is_last, int64_t* lower, int64_t* upper, int64_t* stride,
                              int64_t increment, int64_t chunk) {
  InitStatic(schedule, is_last, lower, upper, stride, increment, chunk);
}

void __kmpc_for_static_fini(void*, int) {}

void __kmpc_dispatch_init_4(void*, int, int schedule, int32_t lower, int32_t upper, int32_t stride, int32_t chunk) {
  InitDynamic(schedule, lower, upper, stride, chunk);
}

void __kmpc_dispatch_init_4u(void*, int, int schedule, uint32_t lower, uint32_t upper, int32_t stride, int32_t chunk) {
  InitDynamic(schedule, lower, upper, stride, chunk);
}

int __kmpc_dispatch_next_4(void*, int, int* is_last, int32_t* lower, int32_t* upper, int32_t* stride) {
  return NextDynamic(is_last, lower, upper, stride);
}

int __kmpc_dispatch_next_4u(void*, int, int* is_last, uint32_t* lower, uint32_t* upper, int32_t* stride) {
  return NextDynamic(is_last, lower, upper, stride);
}
}
