#include "crawler/extract/robots_meta.h"

#include "crawler/extract/text.h"

namespace crawler {

void read_robots(std::string_view directives, bool& nofollow, bool& noindex) {
    bool addressed = false;  // to some other robot, by name
    for (std::string_view directive : split(directives, ',')) {
        directive = trimmed(directive);
        const auto colon = directive.find(':');
        if (colon != std::string_view::npos) {
            const std::string_view name = trimmed(directive.substr(0, colon));
            const bool setting =
                equals_ignoring_case(name, "unavailable_after") || starts_with_ignoring_case(name, "max-");
            if (!setting) {
                addressed = !equals_ignoring_case(name, "citeswatch") && !equals_ignoring_case(name, "robots");
                directive = trimmed(directive.substr(colon + 1));
            }
        }
        if (addressed) continue;
        const bool none = equals_ignoring_case(directive, "none");
        nofollow = nofollow || none || equals_ignoring_case(directive, "nofollow");
        noindex = noindex || none || equals_ignoring_case(directive, "noindex");
    }
}

}  // namespace crawler
