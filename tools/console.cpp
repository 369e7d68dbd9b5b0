#include "tools/console.h"

#include <fmt/chrono.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

namespace tools {

namespace {

bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1; }

bool colour_wanted() {
    const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
    return stderr_is_terminal() && !(no_colour && *no_colour);
}

}  // namespace

Console::Console(const ConsoleOptions& options)
    : options_(options),
      shows_progress_(!options.quiet && options.format == LogFormat::text && stderr_is_terminal()),
      colours_(colour_wanted()) {}

Console::~Console() { end_progress(); }

void Console::note(std::string_view text) {
    if (!options_.quiet) write(Kind::note, text);
}

void Console::detail(std::string_view text) {
    if (options_.verbose) write(Kind::detail, text);
}

void Console::warn(std::string_view text) { write(Kind::warn, text); }

void Console::error(std::string_view text) { write(Kind::error, text); }

void Console::write(Kind kind, std::string_view text) {
    static constexpr std::string_view names[] = {"info", "debug", "warning", "error"};
    static constexpr std::string_view paints[] = {"", "\033[2m", "\033[33m", "\033[31m"};
    const std::string_view name = names[static_cast<std::size_t>(kind)];
    std::string line;
    if (options_.format == LogFormat::json) {
        const nlohmann::ordered_json entry = {
            {"time", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
            {"level", name},
            {"message", text}};
        line = entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    } else {
        const std::string prefix = kind == Kind::warn || kind == Kind::error ? fmt::format("{}: ", name) : "";
        const std::string_view paint = colours_ ? paints[static_cast<std::size_t>(kind)] : "";
        line = fmt::format("{}{}{}{}\n", paint, prefix, text, paint.empty() ? "" : "\033[0m");
    }
    const std::lock_guard lock(mutex_);
    if (kind == Kind::warn) ++warnings_;
    if (line_shown_) std::fputs("\r\033[K", stderr);
    line_shown_ = false;
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::progress(std::string_view text) {
    if (!shows_progress_) return;
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    if (line_shown_ && now - last_progress_ < std::chrono::milliseconds(100)) return;
    last_progress_ = now;
    line_shown_ = true;
    fmt::print(stderr, "\r\033[K{}", text);
    std::fflush(stderr);
}

void Console::end_progress() {
    const std::lock_guard lock(mutex_);
    if (line_shown_) std::fputs("\r\033[K", stderr);
    line_shown_ = false;
}

std::size_t Console::warnings() const {
    const std::lock_guard lock(mutex_);
    return warnings_;
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
    return digits;
}

std::string duration_words(std::chrono::seconds seconds) {
    const auto total = seconds.count();
    if (total < 60) return fmt::format("{} s", total);
    if (total < 3600) return fmt::format("{} min {} s", total / 60, total % 60);
    return fmt::format("{} h {} min", total / 3600, total % 3600 / 60);
}

}  // namespace tools
