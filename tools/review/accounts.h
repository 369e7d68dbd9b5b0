// The sign-in list: a file of names and hashed passwords, one "name<TAB>hash" a line, readable by its owner only.
//
// Read again whenever it changes, so that adding or removing a name needs no restart. Guessing is slowed: after five
// failures for a name or from an address each further try must wait longer, up to a quarter of an hour. Safe from many
// threads; one password is checked at a time, so that guesses cannot eat the memory.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace tools::review {

class Accounts {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Accounts(std::filesystem::path file) : file_(std::move(file)) {}

    bool any();
    bool has(const std::string& name);  // whoever was taken off the list is signed in no more

    enum class Outcome : std::uint8_t { welcome, wrong, wait };
    struct Answer {
        Outcome outcome = Outcome::wrong;
        std::chrono::seconds wait{0};
    };
    Answer check(const std::string& name, const std::string& password, const std::string& address,
                 Clock::time_point now);

    // Adds a name or changes its password. Throws std::invalid_argument (a name or password that will not do),
    // std::system_error (the file).
    static void add(const std::filesystem::path& file, const std::string& name, const std::string& password);
    static bool remove(const std::filesystem::path& file, const std::string& name);

  private:
    struct Failures {
        int count = 0;
        Clock::time_point until;  // no try before
        Clock::time_point last;
    };
    std::string hash_of(const std::string& name);  // empty: no such name
    void reload();
    void failed(const std::string& key, Clock::time_point now);

    const std::filesystem::path file_;
    std::mutex list_;  // guards the two below; pages ask often and never wait for a password being checked
    std::map<std::string, std::string> hashes_;
    std::filesystem::file_time_type read_at_{};
    std::mutex checking_;                       // guards the one below, and lets one password be checked at a time
    std::map<std::string, Failures> failures_;  // "name:..." and "from:..."
};

}  // namespace tools::review
