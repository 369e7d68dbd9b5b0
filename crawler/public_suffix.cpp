#include "crawler/public_suffix.h"

#include <libpsl.h>

namespace crawler {

std::string registrable_domain(std::string_view host) {
    std::string name(host);
    const bool address = name.empty() || name.front() == '[' || (name.back() >= '0' && name.back() <= '9');
    if (address) return name;
    const char* domain = psl_registrable_domain(psl_builtin(), name.c_str());
    return domain ? std::string(domain) : name;
}

}  // namespace crawler
