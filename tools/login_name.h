// Who is at work, for the custody log: the login name, or "uid 1000" where the account has none.
#pragma once

#include <string>

namespace tools {

std::string login_name();

}  // namespace tools
