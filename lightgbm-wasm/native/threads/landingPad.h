// Included before every file of the module with threads. What a landing pad finds out about its exception belongs to
// its thread, and the C library's unwinder keeps it so, but clang 14 itself declares the variable as one of all threads.
// This declaration comes first and has exactly the type that clang looks for, { i32, i8*, i32 }: base classes, because
// a struct would be a named type, and an initial value, because zeros would be of the named type again.
#pragma once

namespace landing_pad {

struct Index {
  int index;
};
struct Table {
  void* table;
};
struct Context : Index, Table {
  int selector;
  constexpr Context() : Index{1}, Table{nullptr}, selector(0) {}
};

}  // namespace landing_pad

extern "C" __attribute__((weak, used)) __thread landing_pad::Context __wasm_lpad_context{};
