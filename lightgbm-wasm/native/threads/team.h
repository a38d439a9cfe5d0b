// A team of threads that runs one task after another: what OpenMP's parallel regions become.
#pragma once

#include <atomic>
#include <cstdint>

namespace team {

/*! \brief What a thread knows of the region that it is in. */
struct Member {
  int number = 0;
  int size = 1;
  /*! \brief Whether it is one of several that run a task; what it starts then has nobody else to run it. */
  bool busy = false;
  /*! \brief How many threads the next region wants; 0 is all. */
  int wanted = 0;
  /*! \brief The loop with dynamic schedule that it is in: iterations, the first one, their distance, the least share. */
  int64_t iterations = 0;
  int64_t first = 0;
  int64_t stride = 1;
  int64_t share = 1;
  bool guided = false;
  /*! \brief Where a team of one has come to in that loop. */
  std::atomic<int64_t>* next = nullptr;
};

using Task = void (*)(const void* context);

Member& Self();

/*! \brief How many threads a region gets that is started here and wants all. */
int Available();

/*! \brief Runs the task once on each of at most `size` threads, this one among them, and waits for all. */
void Run(int size, Task task, const void* context);

/*! \brief Makes this thread a team of its own, until it leaves. */
void EnterAlone();
void LeaveAlone();

/*! \brief Waits until the whole team is here. */
void Wait();

}  // namespace team
