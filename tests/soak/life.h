// One run of the program under soak, from its start to whatever ends it: its memory watched, its end told.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace soak {

class Life {
  public:
    // `most_file_bytes`: files cannot grow beyond it, as on a full disk; 0: no bound. Output goes to `log`.
    Life(const std::vector<std::string>& command, const std::filesystem::path& log, std::uint64_t most_file_bytes = 0);
    ~Life();  // kills what still runs
    Life(const Life&) = delete;
    Life& operator=(const Life&) = delete;

    // Watches until it ends by itself or `most` is over; called again, goes on.
    void watch(std::chrono::milliseconds most);
    void signal(int which) const;
    int end();  // waits for it: exit code, or minus the signal

    bool running() const { return !code_; }
    std::chrono::milliseconds age() const;
    // Resident megabytes when it had worked for `warm` (by its own CPU time: a busy machine makes no difference), and
    // at the last look; 0: it did not live so long.
    double warm_megabytes() const { return warm_; }
    double last_megabytes() const { return last_; }
    double peak_megabytes() const { return peak_; }

  private:
    void look();
    void reap(int options);

    static constexpr std::chrono::seconds warm{15};
    pid_t process_ = -1;
    std::optional<int> code_;
    std::chrono::steady_clock::time_point begun_;
    double warm_ = 0, last_ = 0, peak_ = 0;
};

}  // namespace soak
