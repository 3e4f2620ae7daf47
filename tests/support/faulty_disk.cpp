// The methods that SQLite calls, each forwarded unless the fault strikes.
#include "tests/support/faulty_disk.hpp"

#include <utility>

namespace abide::testing_support {
namespace {

/// What SQLite allocates for an open file; the real one's own struct follows it.
struct File {
  sqlite3_file base;
  FaultyDisk* disk;
  const char* path;
  sqlite3_file* real;
};
File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
const sqlite3_io_methods& real(sqlite3_file* file) { return *of(file).real->pMethods; }
int strike(sqlite3_file* file, int io_error) {
  return of(file).disk->answer(of(file).path, io_error);
}

int close(sqlite3_file* file) { return real(file).xClose(of(file).real); }
int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  const int failed = strike(file, SQLITE_IOERR_READ);
  return failed != SQLITE_OK ? SQLITE_IOERR_READ : real(file).xRead(of(file).real, to, size, at);
}
int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  const int failed = strike(file, SQLITE_IOERR_WRITE);
  if (failed != SQLITE_OK) {
    // Half of it reaches the disk, as it may.
    if (size > 1) static_cast<void>(real(file).xWrite(of(file).real, from, size / 2, at));
    return failed;
  }
  return real(file).xWrite(of(file).real, from, size, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int failed = strike(file, SQLITE_IOERR_TRUNCATE);
  return failed != SQLITE_OK ? SQLITE_IOERR_TRUNCATE : real(file).xTruncate(of(file).real, size);
}
int sync(sqlite3_file* file, int flags) {
  const int failed = strike(file, SQLITE_IOERR_FSYNC);
  return failed != SQLITE_OK ? SQLITE_IOERR_FSYNC : real(file).xSync(of(file).real, flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file).xFileSize(of(file).real, size);
}
int lock(sqlite3_file* file, int level) { return real(file).xLock(of(file).real, level); }
int unlock(sqlite3_file* file, int level) { return real(file).xUnlock(of(file).real, level); }
int is_reserved(sqlite3_file* file, int* result) {
  return real(file).xCheckReservedLock(of(file).real, result);
}
int control(sqlite3_file* file, int what, void* argument) {
  return real(file).xFileControl(of(file).real, what, argument);
}
int sector_size(sqlite3_file* file) { return real(file).xSectorSize(of(file).real); }
int characteristics(sqlite3_file* file) { return real(file).xDeviceCharacteristics(of(file).real); }
int shm_map(sqlite3_file* file, int page, int size, int extend, volatile void** to) {
  return real(file).xShmMap(of(file).real, page, size, extend, to);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file).xShmLock(of(file).real, offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file).xShmBarrier(of(file).real); }
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file).xShmUnmap(of(file).real, remove);
}

constexpr sqlite3_io_methods methods{
    2,         close,       read,    write,       truncate,        sync,    file_size, lock,
    unlock,    is_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,     nullptr};

FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
  FaultyDisk& disk = disk_of(vfs);
  file->pMethods = nullptr;
  // A temporary file has no name; it may fail like any other.
  if (disk.answer(path == nullptr ? "" : path, SQLITE_CANTOPEN) != SQLITE_OK)
    return SQLITE_CANTOPEN;
  File& mine = of(file);
  mine.disk = &disk;
  mine.path = path == nullptr ? "" : path;
  mine.real = reinterpret_cast<sqlite3_file*>(&mine + 1);
  const int opened = disk.real()->xOpen(disk.real(), path, mine.real, flags, out);
  if (mine.real->pMethods != nullptr) file->pMethods = &methods;
  return opened;
}
int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  FaultyDisk& disk = disk_of(vfs);
  if (disk.answer(path, SQLITE_IOERR_DELETE) != SQLITE_OK) return SQLITE_IOERR_DELETE;
  return disk.real()->xDelete(disk.real(), path, sync_folder);
}
int access(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
  sqlite3_vfs* const inner = disk_of(vfs).real();
  return inner->xAccess(inner, path, flags, result);
}
int full_path(sqlite3_vfs* vfs, const char* path, int size, char* to) {
  sqlite3_vfs* const inner = disk_of(vfs).real();
  return inner->xFullPathname(inner, path, size, to);
}

}  // namespace

FaultyDisk::FaultyDisk(Fault& fault, Answer answer, std::string only)
    : fault_(fault), answer_(answer), only_(std::move(only)), real_(sqlite3_vfs_find(nullptr)) {
  mine_ = *real_;
  mine_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  mine_.zName = "faulty";
  mine_.pNext = nullptr;
  mine_.pAppData = this;
  mine_.xOpen = open;
  mine_.xDelete = remove;
  mine_.xAccess = access;
  mine_.xFullPathname = full_path;
  sqlite3_vfs_register(&mine_, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&mine_);
  sqlite3_vfs_register(real_, 1);
}

int FaultyDisk::answer(const char* path, int io_error) {
  if (!only_.empty() && std::string{path}.find(only_) == std::string::npos) return SQLITE_OK;
  if (!fault_.strikes()) return SQLITE_OK;
  return answer_ == Answer::full ? SQLITE_FULL : io_error;
}

}  // namespace abide::testing_support
