// Any robots.txt decides any path, and names the rule.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crawler/robots.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = input.find(char(0));
    const Robots robots = Robots::parse(input.substr(0, cut), "citeswatch/0.1");
    const std::string path = cut == std::string_view::npos ? "/a/b?c" : robots_path(input.substr(cut + 1));
    const auto decision = robots.decide(path);
    if (!decision.rule && !decision.allowed) std::abort();  // only a rule forbids
    if (decision.rule && decision.rule->allow != decision.allowed) std::abort();
    return 0;
}
