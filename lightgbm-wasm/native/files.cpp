// The standalone C library opens no files but the standard streams. This definition goes before that one and hands
// the call to the loader, which keeps files in memory.

extern "C" {

__attribute__((import_module("env"), import_name("open_file"))) int open_file(const char* path, int flags);

long __syscall_open(const char* path, long flags, ...) { return open_file(path, static_cast<int>(flags)); }
}
