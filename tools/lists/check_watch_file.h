// `lists check FILE`: every fault of a watch list, with file and line, before it judges anything.
#pragma once

#include "tools/console.h"
#include "tools/lists/lists_command.h"

namespace tools::lists {

// Prints the findings; with adverts to try on, and nothing wrong, the trial. Exit code: 0 usable, 1 something is wrong.
int check_watch_file(const CheckOptions& options, Console& console);

}  // namespace tools::lists
