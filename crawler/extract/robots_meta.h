// The robots directives a page carries: <meta name=robots> and the X-Robots-Tag header.
#pragma once

#include <string_view>

namespace crawler {

// Sets what `directives` forbids and leaves the rest. In a header, directives addressed to another named robot
// ("otherbot: nofollow") do not count.
void read_robots(std::string_view directives, bool& nofollow, bool& noindex);

}  // namespace crawler
