#include "team.h"

#include <pthread.h>
#include <stdlib.h>

namespace team {

namespace {

constexpr size_t kStackBytes = 2 << 20;
constexpr int kSizeBits = 8;

// LightGBM starts region after region, with little between them: looking again is faster than sleeping and waking.
// That is about a hundred microseconds.
constexpr int kLooks = 20000;

/*! \brief A number that threads wait for, looking for a while and sleeping then. */
class Signal {
 public:
  uint32_t Get() const { return value_.load(std::memory_order_acquire); }

  void Set(uint32_t value) {
    value_.store(value, std::memory_order_seq_cst);
    Wake();
  }

  uint32_t Add(uint32_t value) {
    const uint32_t sum = value_.fetch_add(value, std::memory_order_seq_cst) + value;
    Wake();
    return sum;
  }

  /*! \brief Waits until the number is not `old` any more; a page's main thread may not sleep. */
  uint32_t WaitWhile(uint32_t old, bool may_sleep) {
    for (int look = 0; look < kLooks || !may_sleep; ++look) {
      const uint32_t value = Get();
      if (value != old) return value;
    }
    sleeping_.fetch_add(1, std::memory_order_seq_cst);
    while (Get() == old) {
      __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&value_), static_cast<int>(old), -1);
    }
    sleeping_.fetch_sub(1, std::memory_order_seq_cst);
    return Get();
  }

 private:
  void Wake() {
    if (sleeping_.load(std::memory_order_seq_cst) == 0) return;
    __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&value_), UINT32_MAX);
  }

  std::atomic<uint32_t> value_{0};
  std::atomic<uint32_t> sleeping_{0};
};

/*! \brief Counts the tasks, and says in its low bits how many threads run the present one. */
Signal task_signal;
Signal done_signal;
Signal barrier_signal;
std::atomic<int> at_barrier{0};
std::atomic<int> running{0};
std::atomic<bool> crashed{false};
std::atomic<int64_t> next_iteration{0};

Task current_task;
const void* current_context;

int thread_count = 1;
bool main_may_sleep = true;
thread_local Member self;

/*! \brief Regions that run alone may be nested, if only so deep. */
constexpr int kDeepest = 8;
thread_local Member outside[kDeepest];
thread_local std::atomic<int64_t> next_alone[kDeepest];
thread_local int depth = 0;

Member Inside(int number, int size, std::atomic<int64_t>* next) {
  Member member;
  member.number = number;
  member.size = size;
  member.busy = self.busy || size > 1;
  member.next = next;
  return member;
}

void RunAs(int number, int size, Task task, const void* context, std::atomic<int64_t>* next) {
  const Member outer = self;
  self = Inside(number, size, next);
  task(context);
  self = outer;
}

void Finish() {
  if (running.fetch_sub(1, std::memory_order_acq_rel) == 1) done_signal.Add(1);
}

}  // namespace

Member& Self() { return self; }

int Available() { return self.busy ? 1 : thread_count; }

void Run(int size, Task task, const void* context) {
  if (size > Available()) size = Available();
  if (size <= 1) {
    std::atomic<int64_t> next{0};
    RunAs(0, 1, task, context, &next);
    return;
  }
  current_task = task;
  current_context = context;
  next_iteration.store(0, std::memory_order_relaxed);
  running.store(size, std::memory_order_relaxed);
  const uint32_t done = done_signal.Get();
  task_signal.Set((((task_signal.Get() >> kSizeBits) + 1) << kSizeBits) | static_cast<uint32_t>(size));
  RunAs(0, size, task, context, &next_iteration);
  Finish();
  done_signal.WaitWhile(done, main_may_sleep);
  if (crashed.load(std::memory_order_relaxed)) __builtin_trap();
}

void EnterAlone() {
  if (depth == kDeepest) __builtin_trap();
  next_alone[depth].store(0, std::memory_order_relaxed);
  outside[depth] = self;
  self = Inside(0, 1, &next_alone[depth]);
  ++depth;
}

void LeaveAlone() { self = outside[--depth]; }

void Wait() {
  if (self.size <= 1) return;
  const uint32_t passed = barrier_signal.Get();
  if (at_barrier.fetch_add(1, std::memory_order_acq_rel) + 1 == self.size) {
    at_barrier.store(0, std::memory_order_relaxed);
    barrier_signal.Add(1);
  } else {
    barrier_signal.WaitWhile(passed, self.number > 0 || main_may_sleep);
  }
}

}  // namespace team

namespace {

struct Start {
  /*! \brief Where the thread's stack begins; it grows down. The loader reads it here. */
  char* stack_top;
  int number;
  /*! \brief Where the thread's own variables go. */
  void* locals;
};

/*! \brief Never called: the loader's worker calls `team_serve` after it has set up its stack. */
void* Entry(void* start) { return start; }

}  // namespace

extern "C" {

/*! \brief The C library asks for it; every thread gets a stack from us. */
size_t _emscripten_default_pthread_stack_size() { return team::kStackBytes; }

/*! \brief The linker's: fills a thread's own variables. */
void __wasm_init_tls(void* locals);

static void* AllocateLocals() {
  const size_t align = __builtin_wasm_tls_align();
  return aligned_alloc(align, (__builtin_wasm_tls_size() + align - 1) / align * align);
}

/*!
 * \brief Gives this thread its own variables; must come before anything else on it, on the main thread (without a start)
 * as well. A worker allocates nothing for it: another one that did so at the same time might have made the memory larger
 * than the engine knows in this one yet, and filling the new part would be out of bounds.
 */
void team_init_locals(const Start* start) { __wasm_init_tls(start == nullptr ? AllocateLocals() : start->locals); }

/*! \brief Asks the loader for so many workers that there are `count` threads with this one. */
int team_start(int count, int may_sleep) {
  team::main_may_sleep = may_sleep != 0;
  for (int number = 1; number < count; ++number) {
    char* stack = static_cast<char*>(malloc(team::kStackBytes));
    auto* start = static_cast<Start*>(malloc(sizeof(Start)));
    void* locals = AllocateLocals();
    if (stack == nullptr || start == nullptr || locals == nullptr) return -1;
    *start = Start{stack + team::kStackBytes, number, locals};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack, team::kStackBytes);
    pthread_t thread;
    if (pthread_create(&thread, &attributes, Entry, start) != 0) return -1;
  }
  team::thread_count = count;
  return 0;
}

/*! \brief What a worker does all its life: its share of each task. */
void team_serve(Start* start) {
  const uint32_t number = static_cast<uint32_t>(start->number);
  const uint32_t mask = (1u << team::kSizeBits) - 1;
  for (uint32_t seen = 0;;) {
    seen = team::task_signal.WaitWhile(seen, true);
    const uint32_t size = seen & mask;
    if (number >= size) continue;
    team::RunAs(number, size, team::current_task, team::current_context, &team::next_iteration);
    team::Finish();
  }
}

/*! \brief Called by a worker whose task trapped, so that nobody waits for it. */
void team_crashed() {
  team::crashed.store(true, std::memory_order_relaxed);
  team::Finish();
}
}
