#include "casebook/schema.h"

#include <array>
#include <string>

#include "casebook/migrations/migrations.h"

namespace casebook {

namespace {

constexpr int application_id = 0x43495445;  // "CITE"

// Order is important: add new ones at the end.
constexpr std::array steps = {
    &migrations::first_release,          &migrations::review_desk,   &migrations::regimes,
    &migrations::host_failures,          &migrations::queue_indexes, &migrations::custody,
    &migrations::pictures_and_referrals, &migrations::watch_lists,   &migrations::order_of_time,
    &migrations::pages_passed_over,
};

std::int64_t pragma(Database& database, const char* name) {
    Statement statement(database, std::string("PRAGMA ") + name);
    return statement.first() ? statement.integer(0) : 0;
}

// Version of a file that is ours or empty; throws for anything else.
int known_version(Database& database) {
    const auto version = static_cast<int>(pragma(database, "user_version"));
    const std::int64_t owner = pragma(database, "application_id");
    Statement tables(database, "SELECT count(*) FROM sqlite_schema");
    tables.first();
    if (owner != application_id && (version != 0 || tables.integer(0) != 0))
        throw StoreError(StoreFault::not_casebook,
                         database.file().string() + ": is a database, but no casebook (name another file)");
    if (version > newest_schema())
        throw StoreError(StoreFault::newer_schema,
                         database.file().string() + ": was written by a later release (schema " +
                             std::to_string(version) + ", this one knows " + std::to_string(newest_schema()) +
                             "; use that release to open it)");
    return version;
}

}  // namespace

int newest_schema() { return static_cast<int>(steps.size()); }

void migrate(Database& database) {
    for (int version = known_version(database); version < newest_schema(); ++version) {
        Transaction transaction(database);
        database.execute(*steps[static_cast<std::size_t>(version)]);
        database.execute("PRAGMA application_id = " + std::to_string(application_id));
        database.execute("PRAGMA user_version = " + std::to_string(version + 1));
        transaction.commit();
    }
}

void require_current_schema(Database& database) {
    const int version = known_version(database);
    if (version == 0)
        throw StoreError(StoreFault::not_casebook, database.file().string() + ": is empty (name another file)");
    if (version < newest_schema())
        throw StoreError(StoreFault::older_schema,
                         database.file().string() +
                             ": was made by an earlier release (bring it up to date, once, with "
                             "`citeswatch migrate --casebook " +
                             database.file().string() + "`)");
}

}  // namespace casebook
