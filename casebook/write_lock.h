// One writer per casebook: an advisory lock on `<casebook>.lock`, held for the life of the object. The kernel drops it
// when the process dies, however it dies, so a stale file never blocks anybody; its text names the holder for people.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace casebook {

class WriteLock {
  public:
    // StoreError(locked) naming the process that holds it, or (read_only) when the lock file cannot be made.
    explicit WriteLock(const std::filesystem::path& casebook);
    ~WriteLock();
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

  private:
    int descriptor_ = -1;
};

// The process that holds the lock now, as it names itself; nothing when nobody does. Never takes the lock.
std::optional<std::string> writer_of(const std::filesystem::path& casebook);

}  // namespace casebook
