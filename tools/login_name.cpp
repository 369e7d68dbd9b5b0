#include "tools/login_name.h"

#include <pwd.h>
#include <unistd.h>

namespace tools {

std::string login_name() {
    const passwd* entry = ::getpwuid(::getuid());
    return entry ? entry->pw_name : "uid " + std::to_string(::getuid());
}

}  // namespace tools
