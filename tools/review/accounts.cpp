#include "tools/review/accounts.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "detector/tsv.h"
#include "tools/review/password_hash.h"

namespace tools::review {

namespace {

constexpr int free_failures = 5;
constexpr std::size_t most_remembered = 10'000;
constexpr auto longest_wait = std::chrono::minutes(15);
constexpr std::size_t longest_password = 1024;

std::map<std::string, std::string> read(const std::filesystem::path& file) {
    std::map<std::string, std::string> hashes;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (const std::size_t tab = line.find('\t'); tab != std::string::npos && tab > 0)
            hashes[line.substr(0, tab)] = line.substr(tab + 1);
    return hashes;
}

// Written beside and renamed over, so that no reader and no crash ever meets half a list.
void write(const std::filesystem::path& file, const std::map<std::string, std::string>& hashes) {
    std::string text;
    for (const auto& [name, hash] : hashes) text += name + '\t' + hash + '\n';
    const std::string beside = file.string() + ".new";
    const auto fail = [&](const char* what) {
        throw std::system_error(errno, std::generic_category(), file.string() + ": " + what);
    };
    const int out = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) fail("cannot be written");
    const bool kept = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out) == 0;
    ::close(out);
    if (!kept || ::rename(beside.c_str(), file.c_str()) != 0) fail("cannot be written");
}

}  // namespace

void Accounts::add(const std::filesystem::path& file, const std::string& name, const std::string& password) {
    const bool printable = std::none_of(name.begin(), name.end(),
                                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (name.empty() || name.size() > 60 || !printable || !detector::is_utf8(name) || name == "-" ||
        name == "citeswatch")
        throw std::invalid_argument("a name has 1 to 60 letters, and is neither '-' nor 'citeswatch'");
    if (password.size() < 10 || password.size() > longest_password)
        throw std::invalid_argument("a password has 10 letters or more (three words that do not belong together)");
    auto hashes = read(file);
    hashes[name] = hash_password(password);
    write(file, hashes);
}

bool Accounts::remove(const std::filesystem::path& file, const std::string& name) {
    auto hashes = read(file);
    if (hashes.erase(name) == 0) return false;
    write(file, hashes);
    return true;
}

void Accounts::reload() {
    std::error_code gone;
    const auto changed = std::filesystem::last_write_time(file_, gone);
    if (gone) {
        hashes_.clear();
        read_at_ = {};
    } else if (changed != read_at_) {
        hashes_ = read(file_);
        read_at_ = changed;
    }
}

bool Accounts::any() {
    const std::lock_guard lock(list_);
    reload();
    return !hashes_.empty();
}

bool Accounts::has(const std::string& name) { return !hash_of(name).empty(); }

std::string Accounts::hash_of(const std::string& name) {
    const std::lock_guard lock(list_);
    reload();
    const auto known = hashes_.find(name);
    return known == hashes_.end() ? std::string{} : known->second;
}

void Accounts::failed(const std::string& key, Clock::time_point now) {
    if (failures_.size() >= most_remembered)
        std::erase_if(failures_, [&](const auto& each) { return each.second.last + longest_wait < now; });
    if (failures_.size() >= most_remembered) failures_.clear();
    Failures& failures = failures_[key];
    if (failures.last + longest_wait < now) failures.count = 0;
    failures.last = now;
    if (++failures.count < free_failures) return;
    const int doublings = std::min(failures.count - free_failures, 10);
    failures.until = now + std::min<Clock::duration>(std::chrono::seconds(1 << doublings), longest_wait);
}

Accounts::Answer Accounts::check(const std::string& name, const std::string& password, const std::string& address,
                                 Clock::time_point now) {
    // An unknown name takes as long as a wrong password: the difference would tell which names exist.
    static const std::string nobody = hash_password("nobody signs in with this");
    const std::lock_guard lock(checking_);
    const std::string keys[] = {"name:" + name.substr(0, 60), "from:" + address};
    for (const std::string& key : keys)
        if (const auto found = failures_.find(key); found != failures_.end() && found->second.until > now)
            return {Outcome::wait, std::chrono::ceil<std::chrono::seconds>(found->second.until - now)};
    const std::string known = hash_of(name);
    const bool fits = password_fits(password.substr(0, longest_password), known.empty() ? nobody : known);
    if (fits && !known.empty()) {
        for (const std::string& key : keys) failures_.erase(key);
        return {Outcome::welcome, {}};
    }
    for (const std::string& key : keys) failed(key, now);
    return {Outcome::wrong, {}};
}

}  // namespace tools::review
