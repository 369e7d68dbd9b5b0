#include "tools/report/export_log.h"

#include <pwd.h>
#include <unistd.h>

#include <chrono>

#include "casebook/error.h"

namespace tools::report {

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string export_name(const std::string& who) {
    if (!who.empty()) return who;
    const passwd* entry = ::getpwuid(::getuid());
    return entry ? entry->pw_name : "uid " + std::to_string(::getuid());
}

bool record_export(const std::filesystem::path& file, const casebook::Writer::Export& taken, casebook::Milliseconds now,
                   Console& console) {
    try {
        casebook::Writer(file, {.duty = casebook::Duty::desk}).record_export(taken, now);
        return true;
    } catch (const casebook::StoreError& error) {
        console.warn(std::string("the export is not recorded in the casebook: ") + error.what());
        return false;
    }
}

}  // namespace tools::report
