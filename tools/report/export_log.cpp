#include "tools/report/export_log.h"

#include <chrono>

#include "casebook/error.h"
#include "tools/login_name.h"

namespace tools::report {

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string export_name(const std::string& who) { return who.empty() ? login_name() : who; }

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
