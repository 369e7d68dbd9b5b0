#include "tools/review/review.h"

#include <fmt/core.h>
#include <pwd.h>
#include <termios.h>
#include <unistd.h>

#include <condition_variable>
#include <iostream>
#include <mutex>
#include <stdexcept>

#include "casebook/error.h"
#include "tools/http_server.h"
#include "tools/review/accounts.h"
#include "tools/review/desk.h"
#include "tools/stop_signals.h"

namespace tools {

namespace {

namespace fs = std::filesystem;

std::string login_name() {
    const passwd* entry = ::getpwuid(::getuid());
    return entry ? entry->pw_name : "uid " + std::to_string(::getuid());
}

struct Endpoint {
    std::string address;
    int port = 0;
};

Endpoint endpoint(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    Endpoint found;
    found.address = text.substr(0, colon);
    if (found.address.size() > 2 && found.address.front() == '[' && found.address.back() == ']')
        found.address = found.address.substr(1, found.address.size() - 2);
    const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
    if (found.address.empty() || port.empty() || port.size() > 5 ||
        port.find_first_not_of("0123456789") != std::string::npos || std::stoi(port) > 65535)
        throw std::invalid_argument("--listen " + text + ": write it as ADDRESS:PORT, 127.0.0.1:8787");
    found.port = std::stoi(port);
    return found;
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1" || address == "localhost";
}

// A line from the terminal without showing it, or from a pipe as it comes.
std::string secret_line(const char* prompt) {
    termios shown{};
    const bool terminal = ::isatty(STDIN_FILENO) && ::tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        termios dark = shown;
        dark.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &dark);
        fmt::print(stderr, "{}: ", prompt);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fmt::print(stderr, "\n");
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

int change_accounts(const ReviewOptions& options, const fs::path& accounts, Console& console) {
    if (!options.remove_user.empty()) {
        if (!review::Accounts::remove(accounts, options.remove_user))
            throw std::invalid_argument(accounts.string() + ": has no name '" + options.remove_user + "'");
        console.note(fmt::format("{} can no longer sign in", options.remove_user));
        return 0;
    }
    const std::string password = secret_line("Password");
    if (::isatty(STDIN_FILENO) && secret_line("Once more") != password)
        throw std::invalid_argument("the two passwords differ; nothing was changed");
    review::Accounts::add(accounts, options.add_user, password);
    console.note(
        fmt::format("{} can sign in now (names and hashed passwords: {})", options.add_user, accounts.string()));
    return 0;
}

}  // namespace

int run(const ReviewOptions& options, Console& console) {
    const fs::path accounts =
        options.accounts.empty() ? fs::path(options.casebook.string() + ".users") : options.accounts;
    if (!options.add_user.empty() || !options.remove_user.empty()) return change_accounts(options, accounts, console);

    const Endpoint where = endpoint(options.listen);
    const bool open_to_others = !is_loopback(where.address);
    if (open_to_others && !review::Accounts(accounts).any())
        throw std::invalid_argument(
            fmt::format("{} can be reached from other machines, so people must sign in, and no one can yet: "
                        "citeswatch review --casebook {} --add-user NAME",
                        where.address, options.casebook.string()));

    std::mutex mutex;
    std::condition_variable stopping;
    bool stop = false;
    const StopSignals signals([&] {
        const std::lock_guard lock(mutex);
        stop = true;
        stopping.notify_all();
    });
    review::Desk desk(
        {.casebook = options.casebook,
         .archive = options.archive.empty() ? fs::path(options.casebook.string() + ".archive") : options.archive,
         .accounts = accounts,
         .demand_sign_in = open_to_others || review::Accounts(accounts).any(),
         .analyst = login_name(),
         .host_names = options.host_names,
         .lists = options.extra_lists});
    HttpServer server(
        {.address = where.address, .port = where.port, .threads = 64, .most_body = std::size_t{256} << 10},
        [&desk](const HttpRequest& request) { return desk.answer(request); });
    if (open_to_others)
        console.warn(
            "passwords and adverts cross the network readable: put a server that speaks TLS in front, and let "
            "this desk listen on loopback");
    else if (!desk.accounts.any())
        console.note(
            fmt::format("everybody with an account on this machine can use this desk, as {}; "
                        "--add-user NAME makes it ask who they are",
                        desk.options.analyst));
    console.note(fmt::format("The review desk is open at {} (Ctrl-C closes it)", server.origin()));
    std::unique_lock lock(mutex);
    stopping.wait(lock, [&] { return stop; });
    lock.unlock();
    server.stop();
    return 0;
}

}  // namespace tools
