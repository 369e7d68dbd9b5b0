// `citeswatch review`: the desk where analysts look at flagged adverts and decide.
//
// Serves on loopback unless told otherwise. Any other address demands that people sign in, and belongs behind a server
// that speaks TLS: this one does not. Runs until SIGINT or SIGTERM; every decision is on disk before its page answers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/console.h"

namespace tools {

struct ReviewOptions {
    std::filesystem::path casebook;
    std::string listen = "127.0.0.1:8787";  // address:port; port 0: any free one
    std::filesystem::path accounts;         // empty: <casebook>.users
    std::filesystem::path archive;          // empty: <casebook>.archive
    std::vector<std::string> host_names;    // names this desk is reached by, behind a proxy
    std::vector<std::filesystem::path> extra_lists;
    std::string add_user, remove_user;  // instead of serving: change the sign-in list
};

// Exit code: 0 served and stopped, or the list was changed. Throws StoreError, ServerError, std::invalid_argument.
int run(const ReviewOptions& options, Console& console);

}  // namespace tools
