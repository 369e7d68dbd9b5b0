// The watch lists a casebook was judged with (casebook/watched_with.h), as the judge takes them.
#pragma once

#include <filesystem>
#include <vector>

#include "casebook/watched_with.h"
#include "tools/console.h"
#include "tools/judge.h"

namespace tools {

// Leaves in the casebook which lists `judge` watches with. Throws StoreError.
void remember_watch_lists(const std::filesystem::path& casebook, casebook::ChosenBy who, const Judge& judge);

// The lists to judge the casebook with again, as their files are today; says which, and which have changed since.
// Throws detector::DataError where one is gone: judging without it would clear its flags.
std::vector<WatchChoice> remembered_watch_lists(const std::filesystem::path& casebook, Console& console);

}  // namespace tools
