// What the program says to the person running it: stderr only, so that stdout carries data alone.
//
// Notes tell what is going on (silent with --quiet), details more of it (--verbose), warnings an item that went wrong
// and was skipped, errors what could not run. A progress line is rewritten in place on a terminal and never written
// anywhere else. Every function may be called from any thread; a line is written whole.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace tools {

enum class LogFormat : std::uint8_t { text, json };

struct ConsoleOptions {
    bool quiet = false;
    bool verbose = false;
    LogFormat format = LogFormat::text;
};

class Console {
  public:
    explicit Console(const ConsoleOptions& options);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    void note(std::string_view text);
    void detail(std::string_view text);
    void warn(std::string_view text);  // counted: see warnings()
    void error(std::string_view text);

    // Shows `text` in place, at most ten times a second; a no-op unless stderr is a terminal.
    void progress(std::string_view text);
    void end_progress();

    bool colours() const { return colours_; }
    std::size_t warnings() const;

  private:
    enum class Kind : std::uint8_t { note, detail, warn, error };
    void write(Kind kind, std::string_view text);

    const ConsoleOptions options_;
    const bool shows_progress_;
    const bool colours_;
    mutable std::mutex mutex_;  // guards all below and the stream
    bool line_shown_ = false;
    std::chrono::steady_clock::time_point last_progress_{};
    std::size_t warnings_ = 0;
};

// "12,345,678": counts as people read them.
std::string grouped(std::uint64_t number);
// "1 page", "2,345 pages"; what: the English of one.
template <std::integral Number>
std::string counted(Number count, std::string_view what) {
    return grouped(static_cast<std::uint64_t>(count)) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}
// "4 s", "3 min 20 s", "2 h 5 min".
std::string duration_words(std::chrono::seconds seconds);

}  // namespace tools
