#include "tools/migrate.h"

#include "casebook/reader.h"
#include "casebook/writer.h"

namespace tools {

int run(const MigrateOptions& options, Console& console) {
    console.note(options.casebook.string() + ": being brought up to date; a large one takes minutes");
    { const casebook::Writer writer(options.casebook, {.duty = casebook::Duty::desk}); }
    const casebook::Reader reader(options.casebook);  // it opens
    console.note(options.casebook.string() + ": is up to date");
    return 0;
}

}  // namespace tools
